import type { Placed } from './dependency-order.ts'
import { oneForAll } from './one-for-all.ts'
import { oneForOne } from './one-for-one.ts'
import { restForOne } from './rest-for-one.ts'
import { simpleOneForOne } from './simple-one-for-one.ts'
import type { Strategy } from './vocabulary.ts'

/**
 * Whom a failure concerns, in list order: they are stopped, and all of them that are not temporary are started again.
 * `children` is the supervisor's whole list; `failed` the child that ended, or that failed to start in a round.
 */
export function restartSet<T extends Placed>(strategy: Strategy, children: readonly T[], failed: T): readonly T[] {
  switch (strategy) {
    case 'one_for_one':
      return oneForOne(children, failed)
    case 'simple_one_for_one':
      return simpleOneForOne(children, failed)
    case 'one_for_all':
      return oneForAll(children, failed)
    case 'rest_for_one':
      return restForOne(children, failed)
  }
}
