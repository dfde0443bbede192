// A random tree of up to three levels: every strategy, restart type and way to stop, with and without `dependsOn`,
// back-off, one-shots, significant children, health and limits.
import type { Ports, SupervisorSpec } from '@otp-sup/core'

type Random = Ports['random']
type Spec = { readonly id: string; readonly [key: string]: unknown }

/** A supervisor spec, as plain data. */
export function randomTree(random: Random): SupervisorSpec {
  // Legal by the way it is made; `wander` checks it.
  return supervisor('s', { depth: 1, draw: drawer(random) }) as object as SupervisorSpec
}

type Draw = {
  readonly chance: (share: number) => boolean
  readonly from: <T>(values: readonly T[]) => T
  readonly upTo: (most: number) => number
}
type Place = { readonly depth: number; readonly draw: Draw }

const drawer = (random: Random): Draw => ({
  chance: (share) => random.next() < share,
  from: (values) => values[Math.floor(random.next() * values.length)] as never,
  upTo: (most) => 1 + Math.floor(random.next() * most),
})

const supervisor = (id: string, { depth, draw }: Place): Spec => {
  if (depth > 1 && draw.chance(0.2)) return dynamic(id, draw)
  const autoShutdown = draw.from(['never', 'never', 'any_significant', 'all_significant'])
  const children = Array.from({ length: draw.upTo(4) }, (_, index) => child('abcd'.charAt(index), { depth, draw }))
  return {
    id,
    strategy: draw.from(['one_for_one', 'one_for_all', 'rest_for_one']),
    autoShutdown,
    ...budget(draw),
    children: children.map((spec, index) => ({
      ...spec,
      ...edges(children.slice(0, index), draw),
      ...significance(spec, autoShutdown, draw),
    })),
  }
}

const budget = (draw: Draw) => ({ intensity: draw.from([0, 1, 2, 3]), period: draw.from(['1s', '5s']) })

const dynamic = (id: string, draw: Draw): Spec => ({
  id,
  strategy: 'simple_one_for_one',
  ...budget(draw),
  template: leaf('x', draw),
})

const child = (id: string, { depth, draw }: Place): Spec => {
  if (depth === 3 || draw.chance(0.7)) return leaf(id, draw)
  return {
    ...supervisor(id, { depth: depth + 1, draw }),
    restart: draw.from(['permanent', 'transient', 'temporary']),
    shutdown: draw.from(['infinity', 'infinity', '2s', 'brutal_kill']),
  }
}

const leaf = (id: string, draw: Draw): Spec => {
  const oneShot = draw.chance(0.15)
  const restart = draw.from(oneShot ? ['transient', 'temporary'] : ['permanent', 'permanent', 'transient', 'temporary'])
  return {
    id,
    command: ['run', id],
    ...(oneShot ? { ready: { exit: true } } : {}),
    restart,
    ...(restart !== 'temporary' && draw.chance(0.3) ? { onStartFailure: 'retry' } : {}),
    ...(!oneShot && draw.chance(0.3) ? { health: { tcp: 80 } } : {}),
    ...(draw.chance(0.2) ? { limits: { memory: '1MiB' } } : {}),
    ...times(draw),
  }
}

const times = (draw: Draw) => ({
  shutdown: draw.from(['1s', '5s', 'infinity', 'brutal_kill']),
  startTimeout: draw.from(['2s', '30s', 'infinity']),
  ...(draw.chance(0.2) ? { backoff: { initial: '1s', max: '4s' } } : {}),
})

const edges = (before: readonly Spec[], draw: Draw) =>
  draw.chance(0.3) ? { dependsOn: before.filter(() => draw.chance(0.5)).map(({ id }) => id) } : {}

const significance = (spec: Spec, autoShutdown: string, draw: Draw) =>
  autoShutdown !== 'never' && spec['restart'] !== 'permanent' && draw.chance(0.5) ? { significant: true } : {}
