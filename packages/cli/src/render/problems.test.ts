import { describe, expect, it } from 'vitest'
import { renderProblems } from './problems.ts'

const message = 'restart is "always", which is none of permanent, transient, temporary.'
const fix = 'Write "permanent".'

describe('a problem is three lines', () => {
  it('what, where, how to fix', () => {
    expect(
      renderProblems([{ message, fix, file: 'tree.json', line: 4, column: 18, path: 'shop/db', key: 'restart' }]),
    ).toBe([`otp-sup: ${message}`, '  where: tree.json:4:18 (shop/db: restart)', `  fix: ${fix}`, ''].join('\n'))
  })

  it.each([
    [{ path: 'shop/db', key: 'restart' }, 'shop/db: restart'],
    [{ path: 'shop/db', key: '' }, 'shop/db'],
    [{ path: '', key: 'id', file: 'tree.ts', line: null, column: null }, 'tree.ts (id)'],
    [{ path: '', key: '', file: 'tree.json', line: 3, column: 1 }, 'tree.json:3:1'],
    [{ file: 'tree.ts' }, 'tree.ts'],
    [{}, 'the tree'],
  ])('%j is at: %s', (place, where) => {
    expect(renderProblems([{ message, fix, ...place }])).toContain(`\n  where: ${where}\n`)
  })

  it('and each has its own', () => {
    expect(
      renderProblems([
        { message, fix },
        { message, fix },
      ]).split('\n'),
    ).toHaveLength(7)
    expect(renderProblems([])).toBe('')
  })

  it('whatever control characters the file holds', () => {
    const text = renderProblems([{ message: 'a\nb\u001b[31m', fix, key: 'x\ry' }])
    expect(text).toContain('otp-sup: a\\nb\\u001b[31m\n')
    expect(text.split('\n')).toHaveLength(4)
  })
})
