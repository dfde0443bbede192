// What is asked of a worker while it lives: first whether it is ready, then again and again whether it is well.
import type { LaunchReport } from '../ports/launcher.ts'
import type { Health } from '../spec/child-spec.ts'
import { type Checked, type HealthMeans, healthWatch } from './health-watch.ts'
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
  let checks = healthWatch(health, leaf, means, report)
  let isReady = false
  let isOver = false
  const readiness = watchReadiness(leaf, means, () => {
    report.ready()
    // The report may have led to its end, or come after it.
    isReady = true
    if (!isOver) checks.begin()
  })
  const endChecks = (): void => {
    isOver = true
    checks.end()
  }
  return {
    checkBy(changed) {
      if (JSON.stringify(changed) === JSON.stringify(health)) return
      health = changed
      checks.end()
      checks = healthWatch(health, leaf, means, report)
      if (isReady && !isOver) checks.begin()
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
