// The model check: of each small tree every state that it can come to, by every move from each. MODEL_STATES sets how
// many states of a tree are looked at, MODEL_REPORT names a file that gets the counts as JSON lines.
import { appendFileSync } from 'node:fs'
import { explore } from '@otp-sup/core/testing'
import { describe, expect, it } from 'vitest'
import { MODEL_TREES } from './trees.ts'

const maxStates = Number(process.env['MODEL_STATES'] ?? 800)
const report = process.env['MODEL_REPORT']

describe('in every state of a small tree every law holds', () => {
  it.each(MODEL_TREES)('$name', { timeout: 60_000 + maxStates * 20 }, ({ name, tree, calls, together }) => {
    const { broken, states, moves, depth, isComplete } = explore(tree, { calls, together, maxStates })
    if (report !== undefined) appendFileSync(report, `${JSON.stringify({ name, states, moves, depth, isComplete })}\n`)
    expect(broken).toBeNull()
    expect(states).toBeGreaterThan(20)
  })
})
