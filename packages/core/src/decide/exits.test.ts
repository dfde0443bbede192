import { describe, expect, it } from 'vitest'
import { checkSpec } from '../spec/check-spec.ts'
import type { LeafSpec } from '../spec/child-spec.ts'
import { failureExit, leafExit } from './exits.ts'

const checked = checkSpec({ id: 's', children: [{ id: 'a', command: ['a'] }] }, { cwd: '/' })
if (!checked.ok) throw new Error('the spec is wrong')
const spec = checked.spec.children[0] as LeafSpec

describe('the end of a leaf', () => {
  it.each([
    ['by a code', { kind: 'exit', code: 3 }, {}, { class: 'abnormal', kind: 'exit', code: 3, signal: null }],
    [
      'by a signal',
      { kind: 'signal', signal: 'SIGTERM' },
      {},
      { class: 'shutdown', kind: 'signal', signal: 'SIGTERM' },
    ],
    [
      'that never began',
      { kind: 'spawn_error', errno: 'ENOENT', message: '' },
      {},
      { class: 'abnormal', kind: 'spawn_error', errno: 'ENOENT' },
    ],
    ['by a SIGKILL from outside', { kind: 'signal', signal: 'SIGKILL' }, {}, { class: 'abnormal', kind: 'signal' }],
    [
      'by our SIGKILL',
      { kind: 'signal', signal: 'SIGKILL' },
      { asked: true, killed: true },
      { class: 'abnormal', kind: 'killed' },
    ],
    [
      'just before our SIGKILL',
      { kind: 'exit', code: 0 },
      { asked: true, killed: true },
      { class: 'shutdown', kind: 'exit' },
    ],
  ] as const)('%s', (_, end, told, expected) => {
    expect(leafExit(spec, end, { asked: false, killed: false, ...told })).toMatchObject(expected)
  })

  it('by a start that took too long is a failure, whatever its code', () => {
    expect(failureExit('start_timeout', { kind: 'exit', code: 0 })).toMatchObject({ class: 'abnormal', code: 0 })
    const never = { kind: 'spawn_error', errno: 'EAGAIN', message: '' } as const
    expect(failureExit('start_timeout', never)).toMatchObject({ kind: 'start_timeout', errno: 'EAGAIN' })
  })
})
