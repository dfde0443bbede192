import fc from 'fast-check'
import { stringify } from 'smol-toml'
import { describe, expect, it } from 'vitest'
import { parseTomlTree } from './toml-tree.ts'

const lines = (...all: readonly string[]) => all.join('\n')

describe('a TOML tree', () => {
  const text = lines(
    '# a [comment] = "with" signs',
    'id = "shop"',
    "backoff.initial = '1s' # a dotted key",
    '[[children]]',
    'id = "db"',
    'command = [',
    '  "postgres", # the first',
    '  """-D""", \'\'\'da"]ta\'\'\',',
    ']',
    'ready = { tcp = 5432 }',
    '[children.env]',
    '"A.B" = "x"',
    'C = "y"',
    '[[children]]',
    'id = "jobs"',
    '[[children.children]]',
    'id = "mailer"',
    'instances = 2',
  )
  const tree = parseTomlTree(text)

  it('is the object that it says', () => {
    expect(tree.ok && tree.value).toEqual({
      id: 'shop',
      backoff: { initial: '1s' },
      children: [
        {
          id: 'db',
          command: ['postgres', '-D', 'da"]ta'],
          ready: { tcp: 5432 },
          env: { 'A.B': 'x', C: 'y' },
        },
        { id: 'jobs', children: [{ id: 'mailer', instances: 2 }] },
      ],
    })
  })

  it.each([
    [['id'], 2, 6],
    [['backoff'], 3, 1],
    [['backoff', 'initial'], 3, 19],
    [['children', 0], 4, 3],
    [['children', 0, 'command', 0], 7, 3],
    [['children', 0, 'command', 2], 8, 13],
    [['children', 0, 'ready', 'tcp'], 10, 17],
    [['children', 0, 'env', 'A.B'], 12, 9],
    [['children', 0, 'env', 'missing'], 11, 2],
    [['children', 1, 'id'], 15, 6],
    [['children', 1, 'children', 0], 16, 3],
    [['children', 1, 'children', 0, 'instances'], 18, 13],
    [[], 1, 1],
  ])('knows that %j stands at %i:%i, or what is around it', (at, line, column) => {
    expect(tree.ok && tree.placeOf(at)).toEqual({ line, column })
  })

  it('with CRLF is the same', () => {
    const other = parseTomlTree(text.replaceAll('\n', '\r\n'))
    expect(other.ok && tree.ok && other.value).toEqual(tree.ok && tree.value)
    expect(other.ok && other.placeOf(['children', 1, 'children', 0, 'instances'])).toEqual({ line: 18, column: 13 })
  })

  it('keeps a key __proto__ an ordinary key', () => {
    const read = parseTomlTree('__proto__ = { x = 1 }')
    expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__'])
  })

  it.each([
    ['', 1, 1, 'The file is empty.'],
    ['a = 1\na = 2', 2, 1, 'The key or the table is defined twice.'],
    ['[a]\n[a]', 2, 2, 'The key or the table is defined twice.'],
    ['a = { b = 1, b = 2 }', 1, 14, 'The key or the table is defined twice.'],
    ['a = x', 1, 5, 'This is no value of TOML.'],
    ['a = "x', 1, 5, 'The text does not end.'],
    ['a = [1, 2', 1, 10, 'A comma, or the end of the list or table, must stand here.'],
    ['a = "x" y', 1, 9, 'Something follows a value on its line.'],
    ['a = "\\q"', 1, 7, 'There is no such escape in a text in double quotes.'],
    ['a = 0755', 1, 5, 'A number begins with 0.'],
    [`a${'.a'.repeat(100_000)} = 1`, 1, 1, 'The data is nested too deeply.'],
    [`a = ${'['.repeat(1000)}`, 1, 205, 'The data is nested too deeply.'],
  ])('refuses %j at %i:%i', (wrong, line, column, message) => {
    const read = parseTomlTree(wrong)
    expect(read.ok ? [] : read.problems).toEqual([{ line, column, message, fix: expect.any(String) }])
  })

  it('has no dates: they lack their quotes', () => {
    const read = parseTomlTree('[env]\nA = 1979-05-27 07:32:00Z\nB = 1')
    expect(read.ok && read.found).toEqual([
      { at: ['env', 'A'], message: 'A is a date, which no option is.', fix: 'Put it in double quotes.' },
    ])
    expect(read.ok && read.placeOf(['env', 'B'])).toEqual({ line: 3, column: 5 })
  })

  it('knows where each scalar of any document stands', () => {
    const key = fc.string({ minLength: 1, maxLength: 4 })
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean())
    const table = fc.letrec((tie) => ({
      table: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(scalar), tie('table'), fc.array(tie('table'))),
    })).table
    fc.assert(
      fc.property(table, (any) => {
        const written = stringify(any)
        const read = parseTomlTree(written)
        if (!read.ok || written.trim() === '') return
        const rows = written.split('\n')
        for (const [at, value] of scalarsIn(read.value)) {
          const { line, column } = read.placeOf(at)
          const rest = rows[line - 1]?.slice(column - 1) ?? ''
          const shown = typeof value === 'string' ? /^["']/ : new RegExp(`^${String(value)}\\b`)
          expect(rest, JSON.stringify([at, written])).toMatch(shown)
        }
      }),
      { numRuns: 300 },
    )
  })
})

const scalarsIn = (
  value: unknown,
  at: readonly (string | number)[] = [],
): [readonly (string | number)[], unknown][] => {
  if (typeof value !== 'object' || value === null) return [[at, value]]
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key) => scalarsIn((value as Record<string | number, unknown>)[key], [...at, key]))
}
