// Reload: a running tree becomes what another spec says, by the smallest change.
import { checkSpec, type SupervisorSpec, start, supervisor, type WorkerOptions, worker } from '@otp-sup/core'
import { simulate, type VirtualTree, virtualClock, virtualLauncher, virtualTree } from '@otp-sup/core/testing'
import { describe, expect, it } from 'vitest'

const leaf = (id: string, options: Partial<WorkerOptions> = {}) =>
  worker(id, { command: ['run', id], ...options } as never)

const shop = (children: readonly unknown[], options: object = {}): SupervisorSpec =>
  supervisor('shop', { ...options, children } as never)

/** What happens from now on, as words. */
const recorded = (tree: VirtualTree): (() => string[]) => {
  const from = tree.events.length
  return () =>
    tree.events
      .slice(from)
      .filter(({ type }) =>
        /^child\.(starting|stopping|removed)|^supervisor\.(starting|stopping|restarting)/.test(type),
      )
      .map(({ type, path }) => `${type.replace(/^child\./, '')} ${path.slice('shop/'.length)}`)
}

/** The pid of each leaf that runs, by its last start. */
const pids = (tree: VirtualTree): Record<string, number> => {
  const running = new Set(tree.running())
  return Object.fromEntries(
    tree.events.flatMap((event) =>
      event.type === 'child.spawned' && running.has(event.path) ? [[event.path, event.pid]] : [],
    ),
  )
}

describe('What is the same', () => {
  it('goes on: an equal spec changes nothing', () => {
    const tree = virtualTree(shop([leaf('a'), leaf('b')]))
    const before = pids(tree)
    const said = recorded(tree)
    expect(tree.reload(shop([leaf('a'), leaf('b')]))).toEqual({ ok: true, value: [] })
    expect(said()).toEqual([])
    expect(pids(tree)).toEqual(before)
  })
})

describe('What is different', () => {
  it('a new child is started, and stands where the spec lists it', () => {
    const tree = virtualTree(shop([leaf('a'), leaf('c')]))
    const said = recorded(tree)
    expect(tree.reload(shop([leaf('a'), leaf('b'), leaf('c')]))).toEqual({
      ok: true,
      value: [{ path: 'shop/b', change: 'added' }],
    })
    expect(said()).toEqual(['starting b'])
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b', 'shop/c'])
  })

  it('a removed child is stopped, and those that depended on it are not touched', () => {
    const tree = virtualTree(shop([leaf('a'), leaf('b')], { strategy: 'rest_for_one' }))
    const said = recorded(tree)
    expect(tree.reload(shop([leaf('b')], { strategy: 'rest_for_one' }))).toEqual({
      ok: true,
      value: [{ path: 'shop/a', change: 'removed' }],
    })
    expect(said()).toEqual(['stopping a', 'removed a'])
  })

  it('a temporary child that is removed leaves the list once, and so does one that is down', () => {
    const tree = virtualTree(shop([leaf('a', { restart: 'temporary' }), leaf('b')]))
    tree.terminateChild('shop/b')
    const said = recorded(tree)
    tree.reload(shop([]))
    expect(said()).toEqual(['stopping a', 'removed a', 'removed b'])
  })

  it.each([
    ['one_for_one', ['stopping b', 'starting b']],
    ['rest_for_one', ['stopping c', 'stopping b', 'starting b', 'starting c']],
    ['one_for_all', ['stopping c', 'stopping b', 'stopping a', 'starting a', 'starting b', 'starting c']],
  ])('another command restarts the child, and %s says whom it takes along', (strategy, expected) => {
    const tree = virtualTree(shop([leaf('a'), leaf('b'), leaf('c')], { strategy, intensity: 0 }))
    const said = recorded(tree)
    const wanted = shop([leaf('a'), leaf('b', { command: ['other'] }), leaf('c')], { strategy, intensity: 0 })
    expect(tree.reload(wanted)).toMatchObject({
      ok: true,
      value: [{ path: 'shop/b', change: 'restarted', keys: ['command'] }],
    })
    expect(said()).toEqual(expected)
    expect(tree.outcome).toBe('running')
  })
})

describe('In place', () => {
  it.each([
    ['restart', { restart: 'transient' }],
    ['shutdown', { shutdown: '9s' }],
    ['dependsOn', { dependsOn: [] }],
    ['backoff', { backoff: true }],
    ['limits', { limits: { memory: '1MB' } }],
    ['startTimeout', { startTimeout: '9s' }],
    ['onStartFailure', { onStartFailure: 'retry' }],
    ['successCodes', { successCodes: [0, 3] }],
    ['shutdownCodes', { shutdownCodes: [3] }],
    ['health', { health: { tcp: 80 } }],
    ['stopSignal', { stopSignal: 'SIGINT' }],
    ['stopScope', { stopScope: 'leader' }],
    ['stopCommand', { stopCommand: ['stop'] }],
  ])('%s changes while the child runs', (key, options) => {
    const tree = virtualTree(shop([leaf('a'), leaf('b')]))
    const before = pids(tree)
    const result = tree.reload(shop([leaf('a'), leaf('b', options as Partial<WorkerOptions>)]))
    expect(result).toEqual({ ok: true, value: [{ path: 'shop/b', change: 'in_place', keys: [key] }] })
    expect(pids(tree)).toEqual(before)
    expect(tree.getChildSpec('shop/b')).toMatchObject({ value: { [key]: expect.anything() } })
  })

  it.each([
    ['args', { args: ['more'] }, ['command']],
    ['log', { log: { stdout: 'null' } }, ['log']],
    ['user', { user: 'nobody' }, ['user']],
    ['limits.nofile', { limits: { nofile: 64 } }, ['limits.nofile']],
    ['a watchdog', { ready: { notify: 'systemd' }, health: { notify: 'systemd' } }, ['ready', 'health']],
  ])('%s is given to a process when it begins: the child is restarted', (_, options, keys) => {
    const tree = virtualTree(shop([leaf('a')]))
    const result = tree.reload(shop([leaf('a', options as Partial<WorkerOptions>)]))
    expect(result).toEqual({ ok: true, value: [{ path: 'shop/a', change: 'restarted', keys, takesAlong: [] }] })
  })

  it('the new restart rules hold for the next failure, and restarts so far still count', () => {
    const tree = virtualTree(shop([leaf('a')], { intensity: 5 }))
    tree.exit('shop/a')
    tree.exit('shop/a')
    tree.reload(shop([leaf('a')], { intensity: 2 }))
    expect(tree.outcome).toBe('running')
    tree.exit('shop/a')
    expect(tree.outcome).toBe('gave_up')
  })

  it('another strategy decides about the next failure', () => {
    const tree = virtualTree(shop([leaf('a'), leaf('b')]))
    expect(tree.reload(shop([leaf('a'), leaf('b')], { strategy: 'one_for_all' }))).toEqual({
      ok: true,
      value: [{ path: 'shop', change: 'in_place', keys: ['strategy'] }],
    })
    const said = recorded(tree)
    tree.exit('shop/b')
    expect(said()).toEqual(['supervisor.restarting ', 'stopping a', 'starting a', 'starting b'])
  })

  it('the order is changed without a stop, and the next stop follows it', () => {
    const tree = virtualTree(shop([leaf('a'), leaf('b'), leaf('c')]))
    expect(tree.reload(shop([leaf('c'), leaf('a'), leaf('b')]))).toEqual({
      ok: true,
      value: [{ path: 'shop/c', change: 'moved' }],
    })
    const said = recorded(tree)
    tree.stop()
    expect(said()).toEqual(['supervisor.stopping ', 'stopping b', 'stopping a', 'stopping c'])
  })
})

describe('What calls have done', () => {
  it('a child that was stopped by hand stays down, and starts with the new spec', () => {
    const tree = virtualTree(shop([leaf('a'), leaf('b')]))
    tree.terminateChild('shop/b')
    const said = recorded(tree)
    tree.reload(shop([leaf('a'), leaf('b', { command: ['other'] })]))
    expect(said()).toEqual([])
    tree.restartChild('shop/b')
    expect(tree.events.findLast(({ type }) => type === 'child.starting')).toMatchObject({ command: ['other'] })
  })

  it('a child that was added stays, behind those of the file', () => {
    const tree = virtualTree(shop([leaf('a')]))
    tree.startChild('shop', leaf('extra', { dependsOn: ['a'] }))
    tree.reload(shop([leaf('a'), leaf('b')]))
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b', 'shop/extra'])
  })

  it('a child that was added keeps what it depends on, but for what is removed', () => {
    const strategy = { strategy: 'rest_for_one' }
    const tree = virtualTree(shop([leaf('a'), leaf('b')], strategy))
    tree.startChild('shop', leaf('extra', { dependsOn: ['a', 'b'] }))
    tree.startChild('shop', leaf('last'))
    tree.reload(shop([leaf('new'), leaf('b')], strategy))
    const said = recorded(tree)
    tree.exit('shop/b')
    expect(said().slice(1)).toEqual([
      'stopping last',
      'stopping extra',
      'starting b',
      'starting extra',
      'starting last',
    ])
    expect(tree.running()).toEqual(['shop', 'shop/new', 'shop/b', 'shop/extra', 'shop/last'])
  })

  it('a child that was added, and then stands in the file, is that one', () => {
    const tree = virtualTree(shop([leaf('a')]))
    tree.startChild('shop', leaf('extra'))
    const before = pids(tree)
    tree.reload(shop([leaf('extra'), leaf('a')]))
    expect(pids(tree)).toEqual(before)
    expect(tree.running()).toEqual(['shop', 'shop/extra', 'shop/a'])
  })

  it('a child that was deleted stays away until the file makes another of it', () => {
    const tree = virtualTree(shop([leaf('a'), leaf('b'), leaf('c', { dependsOn: ['b'] })]))
    tree.terminateChild('shop/b')
    tree.deleteChild('shop/b')
    const c = leaf('c', { dependsOn: ['b'], shutdown: '9s' })
    tree.reload(shop([leaf('a'), leaf('b', { shutdown: '9s' }), c]))
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/c'])
    tree.reload(shop([leaf('a'), leaf('b', { command: ['other'] }), c]))
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b', 'shop/c'])
  })

  it('a temporary child that is taken along comes back with the others', () => {
    const options = { strategy: 'one_for_all' }
    const some = leaf('b', { restart: 'temporary' })
    const tree = virtualTree(shop([leaf('a'), some], options))
    tree.reload(shop([leaf('a', { command: ['other'] }), some], options))
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b'])
  })

  it('a one-shot that is done runs again when it is changed', () => {
    const tree = virtualTree(shop([leaf('a', { ready: { exit: true } })]))
    const said = recorded(tree)
    tree.reload(shop([leaf('a', { ready: { exit: true }, command: ['other'] })]))
    expect(said()).toEqual(['starting a'])
  })
})

describe('In the middle of something', () => {
  const backedOff = { backoff: { initial: '10s', max: '10s', jitter: 0 } } as const

  it('a reload waits for a round, and there are not two', () => {
    const strategy = { strategy: 'one_for_all' }
    const tree = virtualTree(shop([leaf('a'), leaf('b')], strategy))
    tree.startTakes('shop/a', '5s')
    tree.exit('shop/b')
    const said = recorded(tree)
    expect(tree.reload(shop([leaf('a'), leaf('b'), leaf('c')], strategy))).toMatchObject({ ok: true })
    expect(tree.nowMs).toBe(5000)
    expect(said()).toEqual(['starting b', 'starting c'])
  })

  it('a child that waits for its back-off and is changed is started now; nothing is counted', () => {
    const tree = virtualTree(shop([leaf('a', backedOff), leaf('b')]))
    tree.exit('shop/a')
    tree.exit('shop/a')
    expect(tree.running()).toEqual(['shop', 'shop/b'])
    tree.reload(shop([leaf('a', { ...backedOff, command: ['other'] }), leaf('b')]))
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b'])
    expect(tree.nowMs).toBe(0)
  })

  it.each(['rest_for_one', 'one_for_all'])(
    '%s: those that wait with a child that is removed are started',
    (strategy) => {
      const tree = virtualTree(shop([leaf('a', backedOff), leaf('b')], { strategy }))
      tree.exit('shop/a')
      tree.exit('shop/a')
      expect(tree.running()).toEqual(['shop'])
      tree.reload(shop([leaf('b')], { strategy }))
      expect(tree.running()).toEqual(['shop', 'shop/b'])
    },
  )

  it('those that wait when the strategy changes between one child and several are started', () => {
    const tree = virtualTree(shop([leaf('a', backedOff), leaf('b')]))
    tree.exit('shop/a')
    tree.exit('shop/a')
    tree.reload(shop([leaf('a', backedOff), leaf('b')], { strategy: 'rest_for_one' }))
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b'])
  })

  it('those that wait and are not concerned go on waiting, in the new order', () => {
    const strategy = { strategy: 'rest_for_one' }
    const tree = virtualTree(shop([leaf('x'), leaf('a', backedOff), leaf('b')], strategy))
    tree.exit('shop/a')
    tree.exit('shop/a')
    tree.reload(shop([leaf('a', backedOff), leaf('b'), leaf('x', { dependsOn: [] })], strategy))
    expect(tree.running()).toEqual(['shop', 'shop/x'])
    tree.settle()
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b', 'shop/x'])
  })

  it('a tree that is being stopped is reloaded no more', () => {
    const tree = virtualTree(shop([leaf('a')]))
    tree.ignoreStop('shop/a')
    tree.stop()
    expect(tree.reload(shop([leaf('a'), leaf('b')]))).toEqual({ ok: false, error: 'supervisor_down' })
  })

  it('a stop interrupts a reload', () => {
    const { events, end } = simulate(shop([leaf('a')]), {
      steps: [
        { at: '0s', startTakes: 'shop/b', duration: '1h' },
        { at: '1s', call: 'reload', spec: shop([leaf('a'), leaf('b')]) },
        { at: '2s', call: 'stop' },
      ],
    })
    expect(end.outcome).toBe('stopped')
    expect(events.find((event) => event.type === 'call.answered')).toMatchObject({
      ok: false,
      error: 'supervisor_down',
    })
  })

  it('a boot that is held comes to its end first', () => {
    const retried = leaf('a', { onStartFailure: 'retry', ...backedOff })
    const tree = virtualTree(shop([retried]), { beforeBoot: (plans) => plans.failStart('shop/a', 2) })
    expect(tree.reload(shop([retried, leaf('b')]))).toMatchObject({ ok: true })
    expect([tree.nowMs, tree.running()]).toEqual([10_000, ['shop', 'shop/a', 'shop/b']])
  })
})

describe('Supervisors below', () => {
  const jobs = (children: readonly unknown[], options: object = {}) =>
    supervisor('jobs', { ...options, children } as never)

  it('only what changed below is touched', () => {
    const tree = virtualTree(shop([leaf('a'), jobs([leaf('x'), leaf('y')])]))
    const said = recorded(tree)
    tree.reload(shop([leaf('a'), jobs([leaf('x'), leaf('y', { command: ['other'] })])]))
    expect(said()).toEqual(['stopping jobs/y', 'starting jobs/y'])
  })

  it('one that is removed is stopped with all below it, in reverse, once', () => {
    const tree = virtualTree(shop([leaf('a'), jobs([leaf('x'), leaf('y')])]))
    const said = recorded(tree)
    tree.reload(shop([leaf('a')]))
    expect(said()).toEqual(['supervisor.stopping jobs', 'stopping jobs/y', 'stopping jobs/x', 'removed jobs'])
  })

  it('one that takes the place of a worker, or of a template, is a restart', () => {
    const tree = virtualTree(shop([leaf('jobs')]))
    expect(tree.reload(shop([jobs([leaf('x')])]))).toMatchObject({
      value: [{ change: 'restarted', keys: ['children'] }],
    })
    const pool = supervisor('jobs', { strategy: 'simple_one_for_one', template: leaf('w') } as never)
    expect(tree.reload(shop([pool]))).toMatchObject({
      value: [{ change: 'restarted', keys: ['template', 'strategy'] }],
    })
    expect(tree.reload(shop([leaf('jobs')]))).toMatchObject({ value: [{ change: 'restarted', keys: ['command'] }] })
    expect(tree.running()).toEqual(['shop', 'shop/jobs'])
  })

  it('one that is down begins with the new spec', () => {
    const tree = virtualTree(shop([jobs([leaf('x')])]))
    tree.terminateChild('shop/jobs')
    tree.reload(shop([jobs([leaf('x'), leaf('y')])]))
    expect(tree.running()).toEqual(['shop'])
    tree.restartChild('shop/jobs')
    expect(tree.running()).toEqual(['shop', 'shop/jobs', 'shop/jobs/x', 'shop/jobs/y'])
  })
})

it('a plan changes nothing, and is what a reload then does', async () => {
  const tree = await start(shop([leaf('a')]), { ports: { launcher: virtualLauncher(virtualClock()) } })
  const wanted = checkSpec(shop([leaf('a'), leaf('b')]), { cwd: process.cwd() })
  expect(tree.planReload(wanted)).toEqual({ ok: true, value: [{ path: 'shop/b', change: 'added' }] })
  expect(tree.status()).toHaveLength(2)
  expect(tree.planReload({ ok: false, problems: [] })).toEqual({ ok: false, error: 'invalid_spec', problems: [] })
  expect(await tree.reloadChecked(wanted)).toEqual({ ok: true, value: [{ path: 'shop/b', change: 'added' }] })
  expect(tree.planReload(wanted)).toEqual({ ok: true, value: [] })
  await tree.stop()
})

describe('What is refused', () => {
  it.each([
    ['another root', supervisor('other', { children: [] }), ['id']],
    ['a template for children', { id: 'shop', strategy: 'simple_one_for_one', template: leaf('w') }, ['template']],
    ['two mistakes', { id: 'shop', children: [{ id: 'a' }, { id: 'a', command: ['x'] }] }, ['command', 'id']],
  ])('%s: all problems at once, and nothing is changed', (_, spec, keys) => {
    const tree = virtualTree(shop([leaf('a')]))
    const said = recorded(tree)
    const result = tree.reload(spec as SupervisorSpec)
    expect('problems' in result && result.problems.map(({ key }) => key)).toEqual(keys)
    expect(said()).toEqual([])
    expect(tree.events.at(-2)).toMatchObject({ type: 'spec.rejected' })
  })

  it('children in place of a template', () => {
    const tree = virtualTree({ id: 'shop', strategy: 'simple_one_for_one', template: leaf('w') } as never)
    expect(tree.reload(shop([]))).toMatchObject({ ok: false, problems: [{ key: 'children' }] })
  })
})

describe('A child that does not come up', () => {
  const old = shop([leaf('a'), leaf('b')], { strategy: 'rest_for_one' })
  const wanted = shop([leaf('a', { command: ['other'] }), leaf('b')], { strategy: 'rest_for_one' })

  it('undoes the reload: the old spec is in force again', () => {
    const tree = virtualTree(old)
    const said = recorded(tree)
    tree.failStart('shop/a')
    expect(tree.reload(wanted)).toMatchObject({ ok: false, error: 'start_failed', path: 'shop/a', exit: { code: 1 } })
    expect(said()).toEqual(['stopping b', 'stopping a', 'starting a', 'starting a', 'starting b'])
    expect(tree.getChildSpec('shop/a')).toMatchObject({ value: { command: ['run', 'a'] } })
    expect(tree.events.findLast(({ type }) => type === 'spec.rejected')).toMatchObject({
      failed: 'shop/a',
      problems: [],
    })
  })

  it('stays without rollback, and is tried again by the rules: counted, and its dependents with it', () => {
    const tree = virtualTree(old)
    tree.failStart('shop/a', 2)
    expect(tree.reload(wanted, { rollback: false })).toMatchObject({ ok: true })
    tree.settle()
    expect(tree.running()).toEqual(['shop', 'shop/a', 'shop/b'])
    expect(tree.events.filter(({ type }) => type === 'supervisor.restarting')).toHaveLength(2)
    expect(tree.getChildSpec('shop/a')).toMatchObject({ value: { command: ['other'] } })
  })

  it('without rollback a temporary one is gone', () => {
    const some = (command: string) => shop([leaf('a', { restart: 'temporary', command: [command] })])
    const tree = virtualTree(some('one'))
    tree.failStart('shop/a')
    expect(tree.reload(some('two'), { rollback: false })).toMatchObject({ ok: true })
    expect(tree.running()).toEqual(['shop'])
    expect(tree.reload(some('three'))).toMatchObject({ ok: true })
    expect(tree.running()).toEqual(['shop', 'shop/a'])
  })
})
