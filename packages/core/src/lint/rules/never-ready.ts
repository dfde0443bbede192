import { durationWords } from '../../spec/duration-words.ts'
import type { Found } from '../lint.ts'
import { isWorker, type Part } from '../parts.ts'
import { written } from '../words.ts'

/** A delay that is not over when the time for a start is. */
export function neverReady({ members }: Part): readonly Found[] {
  return members.filter(isWorker).flatMap(({ spec, path }) => {
    const { program, startTimeoutMs } = spec
    if (program.ready.kind !== 'delay' || startTimeoutMs === 'infinity' || program.ready.ms < startTimeoutMs) return []
    const { ms: delayMs } = program.ready
    return [
      {
        name: 'never-ready',
        path,
        key: 'ready.delay',
        message: `ready.delay (${durationWords(delayMs)}) is not shorter than startTimeout (${durationWords(startTimeoutMs)}): it can never become ready.`,
        fix: `Write startTimeout: "${written(delayMs * 2)}", or a shorter delay.`,
        numbers: { delayMs, startTimeoutMs },
      },
    ]
  })
}
