import { expect, it } from 'vitest'
import { checkSpec } from '../spec/check-spec.ts'
import { continueLaunch } from './launch.ts'
import { newSupervisor } from './life.ts'
import { decide } from './turn.ts'

it('nothing is launched when no boot and no round is under way', () => {
  const checked = checkSpec({ id: 's', children: [{ id: 'a', command: ['a'] }] }, { cwd: '/' })
  if (!checked.ok) throw new Error('the spec is wrong')
  const marks = { began: { seq: null }, cause: { seq: null } }
  const state = newSupervisor(checked.spec, { path: 's', incarnation: 1, cwd: '/', copies: { next: 1 }, ...marks })
  expect(decide(state, (turn) => continueLaunch(turn, 'round'), null)).toMatchObject({ commands: [], signal: null })
})
