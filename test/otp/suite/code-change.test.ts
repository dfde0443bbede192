// Of supervisor_SUITE: new flags and specs for a supervisor that runs. Here that is a reload.
import { type AutoShutdown, type SupervisorSpec, supervisor } from '@otp-sup/core'
import { type VirtualTree, virtualTree } from '@otp-sup/core/testing'
import { expect, it } from 'vitest'
import { leaf } from './world.ts'

const significant = { restart: 'temporary', significant: true } as const
const plain = { restart: 'temporary' } as const
const group = (autoShutdown: AutoShutdown, one: object, two: object = one): SupervisorSpec =>
  supervisor('s', { autoShutdown, children: [leaf('a', one), leaf('b', two), leaf('helper')] } as never)

/** Reloads it; the children that run go on. */
const upgraded = (from: SupervisorSpec, to: SupervisorSpec): VirtualTree => {
  const tree = virtualTree(from)
  const before = tree.running()
  const spawned = tree.events.filter(({ type }) => type === 'child.spawned').length
  expect(tree.reload(to)).toMatchObject({ ok: true })
  expect(tree.running()).toEqual(before)
  expect(tree.events.filter(({ type }) => type === 'child.spawned')).toHaveLength(spawned)
  return tree
}

/** How the tree is after `a` has ended, and after `b` has. */
const afterEnds = (tree: VirtualTree): readonly string[] =>
  ['s/a', 's/b'].map((path) => {
    tree.exit(path, { code: 0 })
    return tree.outcome
  })

const canAddSignificant = (tree: VirtualTree): boolean => tree.startChild('s', leaf('new', significant)).ok

it('significant_upgrade_never_any: a significant child is refused before and taken after, and the first end stops all', () => {
  expect(canAddSignificant(virtualTree(group('never', plain)))).toBe(false)
  expect(canAddSignificant(upgraded(group('never', plain), group('any_significant', significant)))).toBe(true)
  expect(afterEnds(upgraded(group('never', plain), group('any_significant', significant)))[0]).toBe('auto_shutdown')
})

it('significant_upgrade_any_never: no end stops anything any more, and a significant child is refused', () => {
  const tree = upgraded(group('any_significant', significant), group('never', plain))
  expect(canAddSignificant(tree)).toBe(false)
  expect(afterEnds(tree)).toEqual(['running', 'running'])
})

it('significant_upgrade_never_all: the first end stops nothing, the last does', () => {
  const tree = upgraded(group('never', plain), group('all_significant', significant))
  expect(afterEnds(tree)).toEqual(['running', 'auto_shutdown'])
})

it('significant_upgrade_all_never: no end stops anything any more, and a significant child is refused', () => {
  const tree = upgraded(group('all_significant', significant), group('never', plain))
  expect(canAddSignificant(tree)).toBe(false)
  expect(afterEnds(tree)).toEqual(['running', 'running'])
})

it('significant_upgrade_any_all: the first of two ends stops nothing any more', () => {
  const tree = upgraded(group('any_significant', significant), group('all_significant', significant))
  expect(afterEnds(tree)).toEqual(['running', 'auto_shutdown'])
})

it('significant_upgrade_all_any: the first of two ends stops all', () => {
  const tree = upgraded(group('all_significant', significant), group('any_significant', significant))
  expect(afterEnds(tree)[0]).toBe('auto_shutdown')
})

it('significant_upgrade_child: a child becomes significant, or is so no more, while it runs; under never it is refused', () => {
  const some = group('any_significant', plain, significant)
  const other = group('any_significant', significant, plain)
  expect(afterEnds(upgraded(some, other))[0]).toBe('auto_shutdown')
  expect(afterEnds(upgraded(other, some))).toEqual(['running', 'auto_shutdown'])
  const tree = virtualTree(group('never', plain))
  const unchecked = { ...group('never', plain), children: [leaf('a', significant)] }
  expect(tree.reload(unchecked as SupervisorSpec)).toMatchObject({ ok: false, error: 'invalid_spec' })
  expect(afterEnds(tree)).toEqual(['running', 'running'])
})

const listed = (tree: VirtualTree): readonly string[] => {
  const children = tree.whichChildren('s')
  return children.ok ? children.value.map(({ id, state }) => `${id} ${state}`) : []
}

it('code_change: new flags and new, changed, moved and removed specs are taken; what is wrong changes nothing', () => {
  const tree = upgraded(
    supervisor('s', { children: [leaf('a'), leaf('b')] }),
    supervisor('s', { strategy: 'one_for_all', intensity: 0, children: [leaf('a'), leaf('b')] }),
  )
  tree.reload(supervisor('s', { children: [leaf('b', { restart: 'transient' }), leaf('a')] }))
  expect(listed(tree)).toEqual(['b running', 'a running'])
  expect(tree.getChildSpec('s/b')).toMatchObject({ value: { restart: 'transient' } })
  tree.reload(supervisor('s', { children: [leaf('c'), leaf('b')] }))
  expect(listed(tree)).toEqual(['c running', 'b running'])
  for (const wrong of [{ intensity: -1 }, { strategy: 'none' }, { children: [leaf('b'), leaf('b')] }]) {
    expect(tree.reload({ id: 's', ...wrong } as never)).toMatchObject({ ok: false, error: 'invalid_spec' })
  }
  expect(listed(tree)).toEqual(['c running', 'b running'])
})

it('code_change_map: a spec is plain data, and is taken as such', () => {
  const tree = virtualTree(supervisor('s', { children: [leaf('a')] }))
  const plainData = {
    id: 's',
    children: [
      { id: 'a', command: ['run'] },
      { id: 'b', command: ['run'] },
    ],
  }
  expect(tree.reload(plainData as never)).toMatchObject({ ok: true })
  expect(listed(tree)).toEqual(['a running', 'b running'])
})

const pool = (template: object): SupervisorSpec =>
  supervisor('s', { strategy: 'simple_one_for_one', template } as never)

it('code_change_simple: children to come are made of the new template, those that run go on; a list of children is refused', () => {
  const tree = virtualTree(pool(leaf('w')))
  tree.startChild('s')
  expect(tree.reload(pool(leaf('w', { shutdown: '9s' })))).toMatchObject({ ok: true })
  tree.startChild('s')
  expect(listed(tree)).toEqual(['w@1 running', 'w@2 running'])
  expect(tree.getChildSpec('s/w@2')).toMatchObject({ value: { shutdown: '9s' } })
  expect(tree.reload(supervisor('s', { children: [leaf('w')] }))).toMatchObject({ ok: false, error: 'invalid_spec' })
})

it('code_change_simple_map: a template is plain data, and is taken as such', () => {
  const tree = virtualTree(pool(leaf('w')))
  const plainData = { id: 's', strategy: 'simple_one_for_one', template: { id: 'w', command: ['run'], shutdown: '9s' } }
  expect(tree.reload(plainData as never)).toMatchObject({ ok: true })
  tree.startChild('s')
  expect(tree.getChildSpec('s/w@1')).toMatchObject({ value: { shutdown: '9s' } })
})
