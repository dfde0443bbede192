import { describe, expect, it } from 'vitest'
import { MisuseError, SpecError, UnsettledError } from '../errors.ts'
import { supervisor, worker } from '../spec/builders.ts'
import { simulate } from './simulate.ts'
import { virtualTree } from './virtual-tree.ts'

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const shop = supervisor('shop', { strategy: 'rest_for_one', children: [leaf('db'), leaf('api')] })
const UP = ['shop', 'shop/db', 'shop/api']

const typesAfter = (seq: number, { events }: Pick<ReturnType<typeof virtualTree>, 'events'>) =>
  events.slice(seq).map(({ type, path }) => `${type} ${path}`)

describe('a virtual tree', () => {
  it('is up at once: nothing is waited for', () => {
    const tree = virtualTree(shop)
    expect(tree.running()).toEqual(UP)
    expect(tree).toMatchObject({ outcome: 'running', nowMs: 0 })
    expect(tree.events.at(-1)).toMatchObject({ type: 'tree.started' })
  })

  it('is refused like a real one when its spec is wrong', () => {
    expect(() => virtualTree({ ...shop, intensity: -1 })).toThrow(SpecError)
  })

  it('does what the same scenario does, and its exits come from outside', () => {
    const tree = virtualTree(shop)
    const { length } = tree.events
    expect(tree.exit('shop/db', { signal: 'SIGKILL' })).toBe(true)
    const { events } = simulate(shop, { steps: [{ exit: 'shop/db', signal: 'SIGKILL' }] })
    expect(typesAfter(length, tree)).toEqual(typesAfter(length + 1, { events }))
    expect(tree.events[length]).toMatchObject({ type: 'child.exited', cause: null, exit: { signal: 'SIGKILL' } })
  })

  it('without an end, a leaf crashes', () => {
    const tree = virtualTree(shop)
    tree.exit('shop/api')
    expect(tree.events.find(({ type }) => type === 'child.exited')).toMatchObject({ exit: { code: 1 } })
  })

  it('takes several ends at one instant: one round covers them all', () => {
    const tree = virtualTree(shop)
    tree.exit(['shop/db', 'shop/api'], { code: 1 })
    expect(tree.events.filter(({ type }) => type === 'supervisor.restarting')).toHaveLength(1)
  })

  it('says so when nobody runs at the path that is to end', () => {
    const tree = virtualTree(shop)
    tree.terminateChild('shop/api')
    const { length } = tree.events
    expect(tree.exit('shop/api')).toBe(false)
    expect(tree.events).toHaveLength(length)
  })

  it.each([
    ['a slip of the pen', 'shop/dp', 'Did you mean "shop/db"?'],
    ['a supervisor', 'shop', 'Name a leaf below it'],
  ])('refuses the end of %s', (_what, path, message) => {
    const tree = virtualTree(shop)
    expect(() => tree.exit(path)).toThrow(MisuseError)
    expect(() => tree.exit(path)).toThrow(message)
  })

  it('refuses a duration that is none', () => {
    const tree = virtualTree(shop)
    expect(() => tree.advance(5 as never)).toThrow('"5s" or "5ms"')
    expect(() => tree.advance(undefined as never)).toThrow(MisuseError)
  })
})

describe('time', () => {
  const slow = supervisor('s', { children: [leaf('a', { backoff: { initial: '10s', jitter: 0 } }), leaf('b')] })

  it('passes by hand, to the millisecond', () => {
    const tree = virtualTree(slow)
    tree.exit('s/a')
    tree.exit('s/a')
    tree.advance('9999ms')
    expect(tree.running()).toEqual(['s', 's/b'])
    tree.advance('1ms')
    expect(tree.running()).toEqual(['s', 's/a', 's/b'])
    expect(tree.nowMs).toBe(10_000)
  })

  it('passes until all is at rest', () => {
    const tree = virtualTree(slow)
    tree.startTakes('s/a', '3s')
    tree.exit('s/a')
    tree.exit('s/b')
    expect(tree.running()).toEqual(['s', 's/b'])
    tree.settle()
    expect(tree).toMatchObject({ nowMs: 3000 })
    expect(tree.running()).toEqual(['s', 's/a', 's/b'])
  })

  it('passes while a call waits for its answer', () => {
    const tree = virtualTree(slow)
    tree.ignoreStop('s/b')
    expect(tree.terminateChild('s/b')).toEqual({ ok: true, value: null })
    expect(tree.nowMs).toBe(5000)
  })

  it('has no end when a call is never answered', () => {
    const tree = virtualTree(supervisor('s', { children: [leaf('a', { shutdown: 'infinity' })] }))
    tree.ignoreStop('s/a')
    expect(() => tree.terminateChild('s/a')).toThrow(UnsettledError)
  })

  it('does not pass in a stop, which can be looked at half way', () => {
    const tree = virtualTree(shop)
    tree.ignoreStop('shop/api')
    tree.stop()
    tree.advance('4999ms')
    expect(tree).toMatchObject({ outcome: 'running' })
    expect(tree.events.at(-1)).toMatchObject({ type: 'child.stopping', path: 'shop/api' })
    tree.settle()
    expect(tree).toMatchObject({ outcome: 'stopped', nowMs: 5000 })
    expect(tree.running()).toEqual([])
  })
})

describe('the boot', () => {
  it('goes by plans that were made before', () => {
    const tree = virtualTree(shop, { beforeBoot: (plans) => plans.startTakes('shop/db', '2s') })
    expect(tree.running()).toEqual([])
    tree.settle()
    expect(tree).toMatchObject({ nowMs: 2000 })
    expect(tree.running()).toEqual(UP)
  })

  it('may fail', () => {
    const tree = virtualTree(shop, { beforeBoot: (plans) => plans.failStart('shop/api') })
    expect(tree.outcome).toBe('start_failed')
  })
})

describe('the calls', () => {
  it('answer at once, as OTP does', () => {
    const tree = virtualTree(shop)
    expect(tree.startChild('shop', leaf('new'))).toMatchObject({ ok: true, value: { path: 'shop/new' } })
    expect(tree.exit('shop/new')).toBe(true)
    expect(tree.countChildren('shop')).toMatchObject({ ok: true, value: { specs: 3, active: 3 } })
    expect(tree.restartChild('shop/db')).toEqual({ ok: false, error: 'running' })
    expect(tree.terminateChild('shop/db')).toEqual({ ok: true, value: null })
    expect(tree.whichChildren('shop')).toMatchObject({ ok: true, value: [{ id: 'db', state: 'down' }, {}, {}] })
    expect(tree.deleteChild('shop/db')).toEqual({ ok: true, value: null })
    expect(tree.getChildSpec('shop/api')).toMatchObject({ ok: true, value: { shutdown: '5s' } })
    expect(tree.checkChildSpecs('shop', [{}])).toMatchObject({ ok: false, error: 'invalid_spec' })
    expect(tree.running()).toEqual(['shop', 'shop/api', 'shop/new'])
  })

  it('of a child refuse the root, as those of a real tree do', () => {
    expect(() => virtualTree(shop).terminateChild('shop')).toThrow('the root is no child')
  })

  it('are answered supervisor_down when the tree is down', () => {
    const tree = virtualTree(shop)
    tree.stop()
    expect(tree.whichChildren('shop')).toEqual({ ok: false, error: 'supervisor_down' })
  })
})

describe('simulate', () => {
  it('takes what users write, and refuses it like everybody', () => {
    expect(simulate(shop, { steps: [{ exit: ['shop/db'] }, { call: 'stop' }] }).end.outcome).toBe('stopped')
    expect(() => simulate({ ...shop, intensity: -1 })).toThrow(SpecError)
    expect(() => simulate(shop, { steps: [{ exit: 'shop/dp' }] })).toThrow(
      'step 0: No leaf has the path "shop/dp". Did you mean "shop/db"?',
    )
  })
})
