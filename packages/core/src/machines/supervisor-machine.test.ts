// The chart as a specification: its picture, and what does not count in which situation.
import { describe, expect, it } from 'vitest'
import { createActor } from 'xstate'
import type { Command } from '../decide/command.ts'
import { newSupervisor } from '../decide/life.ts'
import { checkSpec } from '../spec/check-spec.ts'
import { supervisorMachine } from './supervisor-machine.ts'

type Node = (typeof supervisorMachine)['root']

const lines = (node: Node): string[] =>
  Object.values(node.states).flatMap((child) => {
    const name = child.path.join('.')
    const entry = child.entry.map(
      (action) => `${name}: entry / ${typeof action === 'string' ? action : 'type' in action ? action.type : ''}`,
    )
    return [...entry, ...transitions(child, name), ...lines(child)]
  })

const transitions = (node: Node, name: string): string[] =>
  [...node.transitions.values()].flat().map(({ eventType, target, actions }) => {
    const to = target === undefined ? '' : ` --> ${target.map((each) => each.path.join('.')).join(' ')}`
    const does =
      actions.length === 0
        ? ''
        : ` / ${actions.map((action) => (typeof action === 'object' && 'type' in action ? action.type : String(action))).join(' ')}`
    return `${name}: ${eventType}${does}${to}`
  })

describe('the chart of a supervisor', () => {
  it('reads as its specification', async () => {
    const picture = [...transitions(supervisorMachine.root, 'everywhere'), ...lines(supervisorMachine.root)]
    await expect(`${picture.join('\n')}\n`).toMatchFileSnapshot('./supervisor-machine.chart.txt')
  })
})

describe('what does not count', () => {
  const begin = () => {
    const checked = checkSpec(
      { id: 's', strategy: 'one_for_all', children: [{ id: 'a', command: ['a'] }] },
      { cwd: '/' },
    )
    if (!checked.ok) throw new Error('the spec is wrong')
    const marks = { began: { seq: null }, cause: { seq: null } }
    const state = newSupervisor(checked.spec, { path: 's', incarnation: 1, cwd: '/', copies: { next: 1 }, ...marks })
    const commands: Command[] = []
    const input = { state, carryOut: (some: readonly Command[]) => commands.push(...some) }
    const actor = createActor(supervisorMachine, { input })
    actor.start()
    actor.send({ type: 'boot.requested', atMs: 0 })
    return { actor, commands, phase: () => actor.getSnapshot().value }
  }

  it('a signal that belongs to another phase', () => {
    const { actor, phase } = begin()
    expect(phase()).toBe('booting')
    for (const type of ['roundOver', 'allDown', 'settled', 'gaveUp', 'callBegan'] as const) actor.send({ type })
    expect(phase()).toBe('booting')
  })

  it('mail while it boots, but for a stop, and a second stop', () => {
    const { actor, commands, phase } = begin()
    actor.send({ type: 'mail.due', chance: 0, atMs: 1 })
    expect(phase()).toBe('booting')
    actor.send({ type: 'stop.requested', cause: { seq: null }, atMs: 2 })
    expect(phase()).toBe('booting')
    actor.send({ type: 'mail.due', chance: 0, atMs: 2 })
    expect(phase()).toEqual({ ending: 'stopping' })
    const before = commands.length
    actor.send({ type: 'stop.requested', cause: { seq: null }, atMs: 3 })
    expect(commands.length).toBe(before)
  })

  it('a fact about a child that there is not', () => {
    const { actor, commands } = begin()
    const before = commands.length
    actor.send({ type: 'child.ready', id: 'nobody', epoch: 1, atMs: 1 })
    actor.send({ type: 'timer.fired', id: 'a', epoch: 99, atMs: 1 })
    expect(commands.length).toBe(before)
  })
})
