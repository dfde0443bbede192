// A world to be moved by hand: the machines and decisions of a real tree, on a virtual clock and processes held by hand.
import type { SupervisionEvent } from '../events.ts'
import type { Random } from '../ports/random.ts'
import { RunningTree } from '../runtime/running-tree.ts'
import type { SupervisorChildSpec } from '../spec/child-spec.ts'
import { virtualClock } from '../testing/virtual-clock.ts'
import { VERSION } from '../version.ts'
import { handLauncher } from './hand-launcher.ts'
import type { Law } from './law.ts'
import { allLaws } from './laws/all-laws.ts'
import type { Broken, World } from './world.ts'

/** Half a chance each time: jitter is without effect. */
const EVEN: Random = { next: () => 0.5 }

/** Begins to boot a tree. */
export function openWorld(spec: SupervisorChildSpec, random: Random = EVEN): World {
  const clock = virtualClock()
  const launcher = handLauncher()
  const events: SupervisionEvent[] = []
  const laws = allLaws()
  let outcome: string | null = null
  const broken: Broken[] = []
  const judge = (law: Law, message: string | null): void => {
    if (message !== null) broken.push({ law: law.name, message, seq: events.length })
  }
  const tree = new RunningTree(
    {
      spec,
      ports: { launcher, clock, ids: { runId: () => 'exploration' }, random, usage: null },
      cwd: '/',
      version: VERSION,
    },
    {
      started: () => {},
      bug: (message) => void broken.push({ law: 'nothing throws', message, seq: events.length }),
      ended: ({ exit }) => {
        outcome = exit.kind
      },
    },
  )
  const world: World = {
    spec,
    tree,
    clock,
    launcher,
    events,
    isAskedToStop: false,
    outcome: () => outcome,
    broken,
    lookAtRest() {
      for (const law of laws) judge(law, law.atRest?.(world) ?? null)
    },
  }
  tree.journal.listen((event) => {
    events.push(event)
    for (const law of laws) judge(law, law.see?.(event, world) ?? null)
  })
  tree.start()
  return world
}
