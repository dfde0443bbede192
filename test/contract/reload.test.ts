// Reload: a running tree becomes what another spec says, by the smallest change.
import { type SupervisorSpec, supervisor, type WorkerOptions, worker } from '@otp-sup/core'
import { type VirtualTree, virtualTree } from '@otp-sup/core/testing'
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
  })
})
