import { describe, expect, it } from 'vitest'
import { worker } from './builders.ts'
import { checkSpec } from './check-spec.ts'
import type { LeafSpec } from './child-spec.ts'
import type { ReadyOptions } from './spec.ts'

const command = ['true']
const check = (ready: unknown) => checkSpec({ id: 's', children: [{ id: 'a', command, ready }] }, { cwd: '/' })
const said = (ready: unknown): readonly string[] => {
  const checked = check(ready)
  return checked.ok ? [] : checked.problems.map(({ key, message, fix }) => `${key}: ${message} ${fix}`)
}
const read = (ready: unknown) => {
  const checked = check(ready)
  return checked.ok ? (checked.spec.children[0] as LeafSpec).program.ready : checked.problems
}

describe('ready', () => {
  it.each([
    [{ log: 'listening on \\d+' }, { kind: 'log', pattern: 'listening on \\d+', flags: '' }],
    [{ log: { pattern: 'ready', flags: 'i' } }, { kind: 'log', pattern: 'ready', flags: 'i' }],
    [{ log: { pattern: 'ready' } }, { kind: 'log', pattern: 'ready', flags: '' }],
    [{ log: /a\/b/su }, { kind: 'log', pattern: 'a\\/b', flags: 'su' }],
    [{ delay: '2s' }, { kind: 'delay', ms: 2000 }],
  ])('%j is %j', (ready, expected) => {
    expect(read(ready)).toEqual(expected)
  })

  it('{ log } of a RegExp is plain data in a spec', () => {
    expect(worker('a', { command, ready: { log: /up/i } })).toEqual({
      id: 'a',
      command,
      ready: { log: { pattern: 'up', flags: 'i' } },
    })
  })

  it('{ log } stands in the source as pattern and flags', () => {
    const checked = check({ log: 'up' })
    expect(checked).toMatchObject({
      spec: { source: { children: [{ ready: { log: { pattern: 'up', flags: '' } } }] } },
    })
  })

  it('is typed', () => {
    const all: readonly ReadyOptions[] = [{ log: 'up' }, { log: /up/ }, { log: { pattern: 'up' } }, { delay: '1s' }]
    expect(all.map((ready) => check(ready).ok)).toEqual([true, true, true, true])
  })

  it.each([
    [
      { log: '(' },
      'ready.log: ready.log is "(", which is no regular expression: unterminated group. Correct it; a backslash before ( [ . and the like makes them ordinary characters.',
    ],
    [{ log: { pattern: 'a/(: b', flags: 'i' } }, expect.stringContaining('no regular expression: unterminated group.')],
    [
      { log: /up/g },
      'ready.log: ready.log is {"pattern":"up","flags":"g"}, which is no regular expression: the flags g and y cannot be used. Write flags such as "i", or leave them out.',
    ],
    [{ log: { pattern: 'up', flags: 'q' } }, expect.stringContaining("there are no such flags: 'q'.")],
    [{ log: '' }, 'ready.log: ready.log is empty, and would match any line. Write "listening on".'],
    [{ log: { flags: 'i' } }, expect.stringContaining('ready.log')],
    [{ log: { pattern: 'a', nope: 1 } }, expect.stringContaining('ready.log.nope')],
    [{ log: 7 }, expect.stringContaining('ready.log is 7, but must be a regular expression, as a text.')],
    [{ delay: 2 }, expect.stringContaining('Write "2s" or "2ms"')],
    [{ delay: '0s' }, expect.stringContaining('no time at all')],
    [{ tcp: 80, log: 'up' }, 'ready: ready has both tcp and log. Keep the one that is to be waited for.'],
    [{ log: 'up', foreign: true }, 'ready: ready has foreign, which only goes with tcp. Remove foreign.'],
    [{ dealy: '1s' }, 'ready.dealy: ready.dealy is not known. Did you mean delay?'],
  ])('%j is refused', (ready, expected) => {
    expect(said(ready)).toEqual([expected])
  })
})
