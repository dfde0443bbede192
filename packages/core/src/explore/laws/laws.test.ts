// Each law, against a tree that does what it must not: an event that nobody should have written, a state that nobody
// should have come to.
import { describe, expect, it } from 'vitest'
import type { Child } from '../../decide/state.ts'
import type { EventBody } from '../../events.ts'
import type { ExitReason } from '../../exit-reason.ts'
import { supervisor, worker } from '../../spec/builders.ts'
import { checkedTree } from '../../spec/checked-tree.ts'
import type { SupervisorSpec } from '../../spec/spec.ts'
import { type Move, make } from '../moves.ts'
import { openWorld } from '../open-world.ts'
import type { World } from '../world.ts'

const CRASHED: ExitReason = { class: 'abnormal', kind: 'exit', code: 1, signal: null, errno: null }
const STOPPED: ExitReason = { class: 'shutdown', kind: 'requested', code: null, signal: null, errno: null }

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run'], ...options })

const worldOf = (tree: SupervisorSpec): World => openWorld(checkedTree(tree))

/** A running tree: `db`, `api`, which depends on it, and the temporary `task`. */
const shop = (): World => {
  const tree = supervisor('shop', {
    strategy: 'rest_for_one',
    intensity: 2,
    children: [leaf('db'), leaf('api'), leaf('task', { restart: 'temporary' })],
  })
  const world = worldOf(tree)
  for (const path of ['shop/db', 'shop/api', 'shop/task']) make(world, { kind: 'ready', path })
  world.lookAtRest()
  expect(world.broken).toEqual([])
  return world
}

const lie = (world: World, path: string, body: EventBody, cause: number | null): void => {
  world.tree.journal.write(path, body, cause)
}

const lawsBroken = (world: World): readonly string[] => {
  world.lookAtRest()
  return world.broken.map(({ law }) => law)
}

const seqOf = ({ events }: World, type: string, path: string): number =>
  events.findLast((event) => event.type === type && event.path === path)?.seq ?? 0

const childAt = ({ tree }: World, id: string): Child => tree.supervisorAt('shop')?.state.byId.get(id) as Child

const restarting = (world: World, start: readonly string[], restarts = 1, cause = 1): number => {
  const body = { type: 'supervisor.restarting', strategy: 'rest_for_one', failed: 'db', terminate: [], start } as const
  lie(world, 'shop', { ...body, restarts, intensity: 2, periodMs: 5000, delayMs: 0 }, cause)
  return world.events.length
}
const starting = (incarnation: number) => ({ type: 'child.starting', incarnation, command: ['run'] }) as const
const exited = (incarnation: number, requested: boolean) =>
  ({ type: 'child.exited', incarnation, pid: 1, exit: CRASHED, uptimeMs: 0, requested }) as const
const stopping = { type: 'child.stopping', incarnation: 1, signal: 'SIGTERM', timeoutMs: 5000 } as const

describe('a child never lives twice', () => {
  it('as a process', () => {
    const world = shop()
    const { spec } = childAt(world, 'db')
    if (spec.type === 'worker') {
      const order = { path: 'shop/db', incarnation: 2, run: 'r', spec, lastExit: null }
      world.launcher.launch(order, { ready() {}, healthy() {}, unhealthy() {}, ended() {} })
    }
    expect(lawsBroken(world)).toContain('a child never lives twice')
  })

  it('by its number', () => {
    const world = shop()
    lie(world, 'shop/db', starting(1), 1)
    expect(lawsBroken(world)).toContain('a child never lives twice')
  })
})

describe('an end by health or a limit is a failure', () => {
  const ended = (kind: ExitReason['kind'], told: { readonly requested: boolean; readonly cause: number | null }) => {
    const world = shop()
    const exit = { ...CRASHED, kind }
    const body = { type: 'child.exited', incarnation: 1, pid: 1, exit, uptimeMs: 0, requested: told.requested } as const
    lie(world, 'shop/db', body, told.cause)
    return lawsBroken(world)
  }

  it('and nobody has asked for it', () => {
    expect(ended('unhealthy', { requested: true, cause: 1 })).toContain('an end by health or a limit is a failure')
  })

  it('and has no other name', () => {
    expect(ended('exit', { requested: false, cause: 1 })).toContain('an end by health or a limit is a failure')
  })
})

describe('a child starts after what it depends on is ready', () => {
  it('in a round', () => {
    const world = shop()
    const round = restarting(world, ['db', 'api'])
    lie(world, 'shop/api', starting(2), round)
    expect(lawsBroken(world)).toContain('a child starts after what it depends on is ready')
  })

  it('and not while that is starting again', () => {
    const world = shop()
    const round = restarting(world, ['db', 'api'])
    lie(world, 'shop/db', starting(2), round)
    lie(world, 'shop/api', starting(2), round)
    expect(lawsBroken(world)).toContain('a child starts after what it depends on is ready')
  })
})

describe('a child is stopped after what depends on it', () => {
  it('in a round', () => {
    const world = shop()
    const round = restarting(world, ['db', 'api'])
    lie(world, 'shop/db', stopping, round)
    expect(lawsBroken(world)).toContain('a child is stopped after what depends on it')
  })

  it('but a call stops one alone', () => {
    const world = shop()
    make(world, { kind: 'call', name: 'terminateChild', supervisor: 'shop', id: 'db' })
    expect(lawsBroken(world)).toEqual([])
  })
})

describe('what is over stays over', () => {
  it('a supervisor that ends starts nothing', () => {
    const world = shop()
    make(world, { kind: 'stop' })
    lie(world, 'shop/db', starting(2), seqOf(world, 'supervisor.stopping', 'shop'))
    expect(lawsBroken(world)).toContain('what is over stays over')
  })

  it('no round starts a temporary child', () => {
    const world = shop()
    lie(world, 'shop/task', starting(2), restarting(world, []))
    expect(lawsBroken(world)).toContain('what is over stays over')
  })
})

describe('an end that was asked for never counts as a failure', () => {
  it.each(['supervisor.restarting', 'supervisor.gave_up'] as const)('%s', (type) => {
    const world = shop()
    lie(world, 'shop/db', exited(1, true), 1)
    const rest = { strategy: 'rest_for_one', failed: 'db', terminate: [], start: [], delayMs: 0 } as const
    const counted = { restarts: 1, intensity: type === 'supervisor.gave_up' ? 0 : 2, periodMs: 5000 }
    lie(world, 'shop', { type, ...rest, ...counted }, world.events.length)
    expect(lawsBroken(world)).toContain('an end that was asked for never counts as a failure')
  })

  it('of a supervisor neither', () => {
    const world = shop()
    lie(world, 'shop/sub', { type: 'supervisor.stopped', incarnation: 1, exit: STOPPED }, 1)
    lie(world, 'shop', { type: 'supervisor.gave_up', restarts: 1, intensity: 0, periodMs: 5000 }, world.events.length)
    expect(lawsBroken(world)).toContain('an end that was asked for never counts as a failure')
  })
})

describe('only an end that its restart type restarts leads to a round', () => {
  it.each(['task', 'nobody'])('not of %s', (failed) => {
    const world = shop()
    lie(world, `shop/${failed}`, exited(1, false), null)
    const rest = { strategy: 'rest_for_one', terminate: [], start: [], delayMs: 0 } as const
    const counted = { restarts: 1, intensity: 2, periodMs: 5000 }
    lie(world, 'shop', { type: 'supervisor.restarting', failed, ...rest, ...counted }, world.events.length)
    expect(lawsBroken(world)).toContain('only an end that its restart type restarts leads to a round')
  })
})

it('what a call has stopped is not restarted for what it did before', () => {
  const world = shop()
  lie(world, 'shop/db', exited(1, false), null)
  const ended = world.events.length
  make(world, { kind: 'call', name: 'terminateChild', supervisor: 'shop', id: 'db' })
  make(world, { kind: 'end', path: 'shop/db', end: { kind: 'signal', signal: 'SIGTERM' }, asked: true })
  restarting(world, ['db', 'api'], 1, ended)
  expect(lawsBroken(world)).toContain('only an end that its restart type restarts leads to a round')
})

describe('a round starts whom the strategy says', () => {
  it.each([[['db']], [['api']]])('and not %j', (start) => {
    const world = shop()
    lie(world, 'shop/db', exited(1, false), null)
    restarting(world, start, 1, world.events.length)
    expect(lawsBroken(world)).toContain('a round starts whom the strategy says')
  })
})

describe('a round starts nobody else', () => {
  it('under one_for_one', () => {
    const world = worldOf(supervisor('shop', { children: [leaf('db'), leaf('api')] }))
    lie(world, 'shop/db', exited(1, false), null)
    const counted = { restarts: 1, intensity: 3, periodMs: 5000, delayMs: 0, terminate: [] } as const
    const round = {
      type: 'supervisor.restarting',
      strategy: 'one_for_one',
      failed: 'db',
      start: ['db', 'api'],
    } as const
    lie(world, 'shop', { ...round, ...counted }, world.events.length)
    expect(lawsBroken(world)).toEqual(['a round starts whom the strategy says'])
  })
})

describe('no more restarts than the intensity within the period', () => {
  it('one too many', () => {
    const world = shop()
    for (const restarts of [1, 2, 3]) restarting(world, [], restarts)
    expect(lawsBroken(world)).toContain('no more restarts than the intensity within the period')
  })

  it('one that is not counted', () => {
    const world = shop()
    for (const restarts of [1, 1]) restarting(world, [], restarts)
    expect(lawsBroken(world)).toContain('no more restarts than the intensity within the period')
  })

  it('giving up too early', () => {
    const world = shop()
    lie(world, 'shop', { type: 'supervisor.gave_up', restarts: 1, intensity: 2, periodMs: 5000 }, 1)
    expect(lawsBroken(world)).toContain('no more restarts than the intensity within the period')
  })
})

describe('a restart waits as long as its back-off says', () => {
  const slow = (): World => {
    const world = worldOf(supervisor('shop', { children: [leaf('db', { backoff: { initial: '1s', jitter: 0 } })] }))
    make(world, { kind: 'ready', path: 'shop/db' })
    return world
  }
  const round = {
    strategy: 'one_for_one',
    failed: 'db',
    terminate: [],
    start: ['db'],
    intensity: 3,
    periodMs: 5000,
  } as const

  it.each([
    [0, 0],
    [1000, 1000],
  ])('a first that waits %i ms and a second that waits %i', (first, second) => {
    const world = slow()
    for (const [restarts, delayMs] of [[1, first] as const, [2, second] as const]) {
      lie(world, 'shop/db', exited(restarts, false), null)
      lie(world, 'shop', { type: 'supervisor.restarting', ...round, restarts, delayMs }, world.events.length)
    }
    expect(lawsBroken(world)).toContain('a restart waits as long as its back-off says')
  })

  it('and nobody starts before it is over', () => {
    const world = slow()
    lie(world, 'shop/db', exited(1, false), null)
    lie(world, 'shop', { type: 'supervisor.restarting', ...round, restarts: 1, delayMs: 9 }, world.events.length)
    lie(world, 'shop/db', starting(2), world.events.length)
    expect(world.broken.at(-1)?.message).toContain('starts before the back-off of its round is over')
  })
})

it('only a significant end that is not restarted shuts a supervisor down', () => {
  const world = shop()
  lie(world, 'shop/db', exited(1, false), null)
  const exit: ExitReason = { ...STOPPED, kind: 'auto_shutdown' }
  lie(world, 'shop', { type: 'supervisor.stopping', incarnation: 1, exit }, world.events.length)
  expect(lawsBroken(world)).toContain('only a significant end that is not restarted shuts a supervisor down')
})

describe('every event has a cause', () => {
  it.each([null, 1_000_000])('%s is none', (cause) => {
    const world = shop()
    lie(world, 'shop/db', stopping, cause)
    expect(lawsBroken(world)).toContain('every event has a cause')
  })
})

describe('each call is answered once', () => {
  it('and not twice', () => {
    const world = shop()
    make(world, { kind: 'call', name: 'restartChild', supervisor: 'shop', id: 'db' })
    const answer = { type: 'call.answered', call: 'restartChild', ok: false, error: 'running' } as const
    lie(world, 'shop/db', answer, seqOf(world, 'call.received', 'shop/db'))
    expect(lawsBroken(world)).toContain('each call is answered once')
  })

  it('and not never', () => {
    const world = shop()
    lie(world, 'shop/db', { type: 'call.received', call: 'deleteChild' }, null)
    make(world, { kind: 'stop' })
    make(world, { kind: 'kill' })
    const ends: Move[] = world.launcher
      .leaves()
      .map(({ path }) => ({ kind: 'end', path, end: { kind: 'exit', code: 0 }, asked: true }))
    for (const end of ends) make(world, end)
    expect(world.tree.isOver).toBe(true)
    expect(lawsBroken(world)).toContain('each call is answered once')
  })
})

describe('each end of a process is told once', () => {
  it('and not twice', () => {
    const world = shop()
    for (const _ of [1, 2]) lie(world, 'shop/db', exited(1, false), null)
    expect(lawsBroken(world)).toContain('each end of a process is told once')
  })

  it('and not never', () => {
    const world = shop()
    ;(world.launcher.ended as string[]).push('shop/db#1')
    expect(lawsBroken(world)).toContain('each end of a process is told once')
  })
})

describe('whichChildren agrees with the processes', () => {
  it('a child that is called running is there', () => {
    const world = shop()
    const { status } = childAt(world, 'db')
    make(world, { kind: 'call', name: 'terminateChild', supervisor: 'shop', id: 'db' })
    make(world, { kind: 'end', path: 'shop/db', end: { kind: 'signal', signal: 'SIGTERM' }, asked: true })
    childAt(world, 'db').status = status
    expect(lawsBroken(world)).toContain('whichChildren agrees with the processes')
  })

  it('a process is known', () => {
    const world = shop()
    childAt(world, 'db').status = { kind: 'down' }
    expect(lawsBroken(world)).toContain('whichChildren agrees with the processes')
  })
})

describe('nothing that arrives is dropped, and a stop ends', () => {
  it('no message is left', () => {
    const world = shop()
    world.tree.supervisorAt('shop')?.state.mailbox.push({ kind: 'retry', child: childAt(world, 'db') })
    expect(lawsBroken(world)).toContain('nothing that arrives is dropped, and a stop ends')
  })

  it('a tree that was told to stop waits for somebody', () => {
    const world = shop()
    world.isAskedToStop = true
    expect(lawsBroken(world)).toContain('nothing that arrives is dropped, and a stop ends')
  })
})

describe('whoever is down is down for a reason', () => {
  it('a permanent child is not down by itself', () => {
    const world = shop()
    make(world, { kind: 'call', name: 'terminateChild', supervisor: 'shop', id: 'db' })
    make(world, { kind: 'end', path: 'shop/db', end: { kind: 'signal', signal: 'SIGTERM' }, asked: true })
    expect(lawsBroken(world)).toEqual([])
    lie(world, 'shop/db', exited(2, false), null)
    expect(lawsBroken(world)).toContain('whoever is down is down for a reason')
  })

  it('a child that was made of a template is not down, but gone', () => {
    const world = worldOf(supervisor('shop', { strategy: 'simple_one_for_one', template: leaf('db') }))
    make(world, { kind: 'call', name: 'startChild', supervisor: 'shop', id: '' })
    make(world, { kind: 'ready', path: 'shop/db@1' })
    const child = world.tree.supervisorAt('shop')?.state.children[0]
    if (child !== undefined) child.status = { kind: 'down' }
    expect(lawsBroken(world)).toContain('whoever is down is down for a reason')
  })
})
