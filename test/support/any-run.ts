// Random small trees, with and without dependsOn, and random scenarios for them, slow starts included.
import { type SupervisorSpec, supervisor, worker } from '@otp-sup/core'
import fc from 'fast-check'

const LEAVES = ['a', 'b', 'c', 'd'] as const
const PATHS = ['s/a', 's/b', 's/c', 's/d', 's/sub', 's/sub/a', 's/sub/b', 's/sub/c', 's/sub/d']

const edges = (index: number) => fc.option(fc.subarray(LEAVES.slice(0, index)), { nil: undefined, freq: 1 })

const anyLeaf = (id: string, index: number) =>
  fc
    .record({
      restart: fc.constantFrom('permanent', 'transient', 'temporary', 'one-shot'),
      dependsOn: edges(index),
      shutdown: fc.constantFrom('1s', '5s', 'brutal_kill', '0s'),
      startTimeout: fc.constantFrom('2s', '30s'),
      isSignificant: fc.boolean(),
      isBackedOff: fc.boolean(),
      isRetried: fc.boolean(),
    })
    .map(
      ({ restart, dependsOn, shutdown, startTimeout, isSignificant, isBackedOff, isRetried }) =>
        (mayBeSignificant: boolean) =>
          worker(id, {
            command: ['run', id],
            shutdown,
            startTimeout,
            ...(restart === 'one-shot' ? { ready: { exit: true } as const } : { restart }),
            ...(dependsOn === undefined ? {} : { dependsOn }),
            ...(isBackedOff ? { backoff: { initial: '1s' } } : {}),
            ...(isRetried && restart !== 'temporary' ? { onStartFailure: 'retry' } : {}),
            significant: mayBeSignificant && isSignificant && restart !== 'permanent',
          } as never),
    )

const anyGroup = fc
  .record({
    strategy: fc.constantFrom('one_for_one', 'one_for_all', 'rest_for_one'),
    intensity: fc.nat(4),
    autoShutdown: fc.constantFrom('never', 'any_significant', 'all_significant'),
    leaves: fc.tuple(...LEAVES.map(anyLeaf)),
    count: fc.integer({ min: 1, max: 4 }),
  })
  .map(
    ({ strategy, intensity, autoShutdown, leaves, count }) =>
      (id: string, more: object, nested: unknown[]) =>
        supervisor(id, {
          strategy,
          intensity,
          autoShutdown,
          ...more,
          children: [...leaves.slice(0, count).map((leaf) => leaf(autoShutdown !== 'never')), ...nested] as never,
        }),
  )

const anyTree = fc
  .tuple(
    anyGroup,
    fc.option(
      fc.tuple(
        anyGroup,
        fc.constantFrom('permanent', 'transient', 'temporary'),
        fc.constantFrom('infinity', '2s', 'brutal_kill'),
      ),
    ),
  )
  .map(([outer, inner]): SupervisorSpec => {
    if (inner === null) return outer('s', {}, [])
    const [group, restart, shutdown] = inner
    return outer('s', {}, [group('sub', { restart, shutdown }, [])])
  })

const leafPath = fc.constantFrom(...PATHS)
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ exit: leafPath, code: fc.constantFrom(0, 1) }) },
  fc.record({ exit: leafPath, signal: fc.constantFrom('SIGTERM', 'SIGKILL') }),
  { weight: 2, arbitrary: fc.record({ unhealthy: leafPath }) },
  fc.record({ failStart: leafPath, times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ ignoreStop: leafPath }),
  { weight: 2, arbitrary: fc.record({ startTakes: leafPath, duration: fc.constantFrom('500ms', '1s', '3s') }) },
  fc.record({ call: fc.constantFrom('terminateChild', 'restartChild', 'deleteChild'), path: leafPath }),
  fc.record({ call: fc.constantFrom('whichChildren', 'countChildren'), path: fc.constantFrom('s', 's/sub') }),
  fc.record({
    call: fc.constant('startChild'),
    path: fc.constantFrom('s', 's/sub'),
    spec: fc.record({ id: fc.constantFrom('a', 'n'), command: fc.constant(['run']) }),
  }),
  { weight: 1, arbitrary: fc.constant({ call: 'stop' }) },
)

type Step = { readonly [key: string]: unknown }

/** Paths of its leaves. */
export const leavesOf = (spec: SupervisorSpec, path: string): string[] =>
  (spec.children ?? []).flatMap((child) => {
    if (child === null || child === undefined || child === false) return []
    return 'children' in child ? leavesOf(child, `${path}/${child.id}`) : [`${path}/${child.id}`]
  })

/** A tree and a scenario for it. */
export const anyRun = fc
  .record({
    tree: anyTree,
    steps: fc.array(fc.tuple(fc.option(fc.constantFrom(0, 0, 500, 1000, 2500)), anyStep), { maxLength: 14 }),
  })
  .map(({ tree, steps }) => {
    const leaves = [...leavesOf(tree, 's'), 's/n', 's/sub/n']
    let now = 1000
    const timed: Step[] = []
    for (const [laterMs, step] of steps) {
      if ('exit' in step && !leaves.includes(step.exit)) continue
      if ('unhealthy' in step && !leaves.includes(step.unhealthy)) continue
      if (laterMs === null) timed.push(step)
      else timed.push({ at: `${(now += laterMs)}ms`, ...step })
    }
    const adds = ['s', 's/sub'].map((path) => ({ call: 'startChild', path, spec: { id: 'n', command: ['run'] } }))
    // A start that never gets ready in time is tried again for ever, unless the window is wide: time is bounded.
    return { tree, scenario: { until: '5m', steps: [...timed, ...adds] } }
  })
