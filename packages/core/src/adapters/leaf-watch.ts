// What is asked of a worker while it lives: first whether it is ready, then again and again whether it is well.
import type { LaunchReport } from '../ports/launcher.ts'
import type { Health } from '../spec/child-spec.ts'
import { type Checked, type HealthMeans, watchHealth } from './health-watch.ts'
import { type Watched, watchReadiness } from './ready-watch.ts'

/** The watch over one incarnation. */
export interface LeafWatch {
  /** From now on it is checked by this. */
  checkBy(health: Health | null): void
  /** Nothing more is asked: it was told to stop. */
  giveUp(): void
  /** Nothing more is asked: its leader has exited. The answer is what it was waited for in vain, as in `ReadyWatch`. */
  exited(): string | null
}

/** Watches from the spawn on. */
export function watchLeaf(leaf: Watched & Checked, means: HealthMeans, report: Omit<LaunchReport, 'ended'>): LeafWatch {
  let { health } = leaf.order.spec.program
  let isReady = false
  let isOver = false
  let endHealth = (): void => {}
  const readiness = watchReadiness(leaf, means, () => {
    report.ready()
    // The report may have led to its end, or come after it.
    isReady = true
    if (!isOver) endHealth = watchHealth(health, leaf, means, report)
  })
  const endChecks = (): void => {
    isOver = true
    endHealth()
  }
  return {
    checkBy(changed) {
      const isSame = JSON.stringify(changed) === JSON.stringify(health)
      health = changed
      if (isSame || !isReady || isOver) return
      endHealth()
      endHealth = watchHealth(health, leaf, means, report)
    },
    giveUp() {
      readiness.giveUp()
      endChecks()
    },
    exited() {
      // That its program ran may be heard after its exit: it was ready, then.
      if (leaf.order.spec.program.ready.kind !== 'spawned') readiness.giveUp()
      endChecks()
      return readiness.unready()
    },
  }
}
