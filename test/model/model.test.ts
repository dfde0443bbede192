// The model check: of small trees every state that they can come to, of others as many as the budget allows, by every
// move from each. MODEL_STATES sets how many states of a tree are looked at, MODEL_REPORT names a file that gets the
// counts as JSON lines.
import { appendFileSync } from 'node:fs'
import { explore } from '@otp-sup/core/testing'
import { describe, expect, it } from 'vitest'
import { MODEL_TREES, type ModelTree } from './trees.ts'

const budget = Number(process.env['MODEL_STATES'] ?? 400)
const report = process.env['MODEL_REPORT']

const look = ({ name, tree, calls, together }: ModelTree, maxStates: number) => {
  const found = explore(tree, { calls, together, maxStates })
  const { states, moves, faults, isComplete } = found
  if (report !== undefined) appendFileSync(report, `${JSON.stringify({ name, states, moves, faults, isComplete })}\n`)
  return found
}

describe('of a small tree every state is known, and every law holds in each', () => {
  it.each(MODEL_TREES.filter(({ isSmall }) => isSmall))('$name', { timeout: 120_000 }, (each) => {
    const { broken, isComplete } = look(each, 20_000)
    expect({ broken, isComplete }).toEqual({ broken: null, isComplete: true })
  })
})

describe('of a larger one, every law holds in the states that were looked at', () => {
  it.each(MODEL_TREES.filter(({ isSmall }) => !isSmall))('$name', { timeout: 120_000 + budget * 50 }, (each) => {
    const { broken, states, isComplete } = look(each, budget)
    expect(broken).toBeNull()
    expect(isComplete || states === budget).toBe(true)
  })
})
