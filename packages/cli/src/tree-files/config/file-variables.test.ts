import { describe, expect, it } from 'vitest'
import { expandVariables } from './file-variables.ts'

const variables = { HOME: '/home/me', EMPTY: '', PORT: '8080', ON: 'true', TRAP: '${HOME}' }
const expanded = (text: string) => expandVariables([text], variables)

describe('${VAR} in a config file', () => {
  it.each([
    ['${HOME}/x', '/home/me/x'],
    ['${HOME}:${PORT}', '/home/me:8080'],
    ['${NOT:-a b}', 'a b'],
    ['${EMPTY:-a}', 'a'],
    ['${EMPTY}', ''],
    ['${NOT:-}', ''],
    ['${NOT:-http://x:80}', 'http://x:80'],
    ['${TRAP}', '${HOME}'],
    ['$HOME', '$HOME'],
    ['$$', '$$'],
    ['$${HOME}', '${HOME}'],
    ['$$${HOME}', '$${HOME}'],
    ['{x}', '{x}'],
    ['cost: 5$', 'cost: 5$'],
  ])('%s is %s', (text, read) => {
    expect(expanded(text)).toMatchObject({ value: [read], found: [] })
  })

  it.each([
    ['${NOT}', 'The variable NOT is not set, and no default is given.'],
    ['a ${NOT', 'A variable does not end: ${NOT'],
    ['${}', '${} is no variable.'],
    ['${9}', '${9} is no variable.'],
    ['${A-b}', '${A-b} is no variable.'],
    ['${constructor}', 'The variable constructor is not set, and no default is given.'],
    ['${A:-${HOME}}', '${A:-${HOME} is no variable.'],
  ])('%s is refused, with its place', (text, message) => {
    expect(expanded(text).found).toMatchObject([{ at: [0], message }])
  })

  it('is found at any depth, and can be shown as it was written', () => {
    const { value, places, textAt } = expandVariables({ a: [{ b: 'x ${PORT}' }], c: '$${PORT}' }, variables)
    expect(value).toEqual({ a: [{ b: 'x 8080' }], c: '${PORT}' })
    expect(places).toEqual([['a', 0, 'b']])
    expect(textAt(['a', 0, 'b'])).toBe('x ${PORT}')
    expect(textAt(['c'])).toBeNull()
  })

  it('alone is a number or a boolean where an option takes one', () => {
    const tree = {
      ready: { tcp: '${PORT}', foreign: '${ON}' },
      env: { tcp: '${PORT}' },
      args: ['${PORT}'],
      cwd: '${PORT}',
    }
    expect(expandVariables(tree, variables).value).toEqual({
      ready: { tcp: 8080, foreign: true },
      env: { tcp: '8080' },
      args: ['8080'],
      cwd: '8080',
    })
    expect(expandVariables({ ready: { tcp: 'localhost:${PORT}' } }, variables).value).toEqual({
      ready: { tcp: 'localhost:8080' },
    })
  })

  it('leaves a key __proto__ an ordinary key', () => {
    const { value } = expandVariables(JSON.parse('{"__proto__": "x"}'), {})
    expect(Object.keys(value as object)).toEqual(['__proto__'])
  })
})
