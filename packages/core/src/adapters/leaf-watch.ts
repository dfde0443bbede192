// What is asked of a worker while it lives: first whether it is ready, then again and again whether it is well.
import type { LaunchReport } from '../ports/launcher.ts'
import { type Checked, type HealthMeans, healthWatch } from './health-watch.ts'
import { type Watched, watchReadiness } from './ready-watch.ts'

/** The watch over one incarnation. */
export interface LeafWatch {
  /** Nothing more is asked: it was told to stop. */
  giveUp(): void
  /** Nothing more is asked: its leader has exited. The answer is what it was waited for in vain, as in `ReadyWatch`. */
  exited(): string | null
}

/** Watches from the spawn on. */
export function watchLeaf(leaf: Watched & Checked, means: HealthMeans, report: Omit<LaunchReport, 'ended'>): LeafWatch {
  let isOver = false
  const health = healthWatch(leaf, means, report)
  const readiness = watchReadiness(leaf, means, () => {
    report.ready()
    // The report may have led to its end, or come after it.
    if (!isOver) health.begin()
  })
  const endChecks = (): void => {
    isOver = true
    health.end()
  }
  return {
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
