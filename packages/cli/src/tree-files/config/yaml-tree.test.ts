import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTextPlace } from './tree-texts.ts'
import { parseYamlTree } from './yaml-tree.ts'

const valueOf = (text: string) => {
  const tree = parseYamlTree(text, isTextPlace)
  return tree.ok ? tree.value : tree.problems
}
const lines = (...all: readonly string[]) => all.join('\n')

describe('a YAML tree', () => {
  const text = lines(
    'id: shop # a comment',
    'children:',
    '  - id: db',
    '    shutdown: 5',
    '  - { id: api, env: {} }',
    '  - &base',
    '    id: c',
    '    env:',
    '  - <<: *base',
    '    id: d',
    '  - *base',
  )
  const tree = parseYamlTree(text)

  it.each([
    [['id'], 1, 5],
    [['children', 0, 'shutdown'], 4, 15],
    [['children', 0], 3, 5],
    [['children', 0, 'command'], 3, 5],
    [['children', 1, 'env'], 5, 21],
    [['children', 2, 'env'], 8, 5],
    [['children', 3, 'id'], 10, 9],
    [['children', 3, 'env'], 8, 5],
    [['children', 4], 11, 5],
    [['children', 4, 'id'], 7, 9],
    [['children', 9, 'x'], 3, 3],
    [[], 1, 1],
  ])('knows that %j stands at %i:%i, or what is around it', (at, line, column) => {
    expect(tree.ok && tree.placeOf(at)).toEqual({ line, column })
  })

  it('is YAML 1.2 with merge keys', () => {
    expect(tree.ok && tree.value).toEqual({
      id: 'shop',
      children: [
        { id: 'db', shutdown: 5 },
        { id: 'api', env: {} },
        { id: 'c', env: null },
        { id: 'd', env: null },
        { id: 'c', env: null },
      ],
    })
    expect(valueOf('a: yes\nb: 0755\nc: 0o17\nd: true\ne: 1e3\nf: ~\ng: 2024-01-01')).toEqual({
      a: 'yes',
      b: 755,
      c: 15,
      d: true,
      e: 1000,
      f: null,
      g: '2024-01-01',
    })
  })

  it('own keys come before merged ones, earlier sources before later ones', () => {
    expect(
      valueOf('x-a: &a { k: 1, l: 1 }\nx-b: &b { l: 2, m: 2 }\nz: { <<: [*a, *b], k: 0 }\n"y": { "<<": 1 }'),
    ).toEqual({ z: { k: 0, l: 1, m: 2 }, y: { '<<': 1 } })
  })

  it.each([
    ['CRLF', 'id: a\r\nb: "c"\r\n', { id: 'a', b: 'c' }],
    ['CRLF in a block', 'a: |\r\n  x\r\n  y\r\n', { a: 'x\ny\n' }],
    ['the end of a document', '---\nid: a\n...\n', { id: 'a' }],
    ['keys that look like numbers', '1: a\n0x10: b\ntrue: c', { 1: 'a', '0x10': 'b', true: 'c' }],
    ['keys under x-…', 'x-any: { b: *c }\nid: a'.replace('*c', '1'), { id: 'a' }],
  ])('%s does no harm', (_, yaml, value) => {
    expect(valueOf(yaml)).toEqual(value)
  })

  it('keeps a key __proto__ an ordinary key', () => {
    expect(Object.keys(valueOf('__proto__: { x: 1 }') as object)).toEqual(['__proto__'])
  })

  it.each([
    ['', 1, 1, 'The file is empty.'],
    [' \n # only a comment\n', 1, 1, 'The file is empty.'],
    ['---\n', 1, 1, 'The file is empty.'],
    ['a: 1\na: 2', 2, 1, 'The key "a" stands twice in one map.'],
    ['{ "a b": 1, "a b": 2 }', 1, 13, 'The key "a b" stands twice in one map.'],
    ['a:\n\t- 1', 2, 1, 'The line is indented by a tab.'],
    ['a: 1\n\tb: 2', 2, 1, 'The line is indented by a tab.'],
    ['a: [1, 2', 1, 9, 'The line is not indented as those around it.'],
    ['a: 1\nb c', 2, 1, 'A key has no colon after it.'],
    ['a: b: c', 1, 4, 'A second "key: value" stands in a value.'],
    ['a: @x', 1, 4, 'A text without quotes cannot begin with this character.'],
    ['{ a: ${X} }', 1, 7, '${X} stands without quotes between { } or [ ].'],
    ['[a, ${X:-y}]', 1, 6, '${X:-y} stands without quotes between { } or [ ].'],
    ['a: "\\q"', 1, 5, 'There is no such escape in a text in double quotes.'],
    ['a: "x', 1, 6, 'This is no YAML: Missing closing "quote.'],
    ['a: *x', 1, 4, 'The alias *x names no anchor before it.'],
    ['a: *x\nb: &x 1', 1, 4, 'The alias *x names no anchor before it.'],
    ['a: &x [1, *x]', 1, 11, 'An alias stands inside of what it names.'],
    ['a: &x { <<: *x }', 1, 7, 'A map is merged into itself.'],
    ['a: &x { b: { <<: *x } }', 1, 12, 'An alias stands inside of what it names.'],
    ['a: { <<: 5 }', 1, 10, '<< takes a map, or a list of maps.'],
    ['a: !foo 1', 1, 4, 'Unresolved tag: !foo.'],
    ['a: !!binary aGk=', 1, 13, 'The tag tag:yaml.org,2002:binary has no meaning here.'],
    ['? [a]\n: 1', 1, 3, 'A key is a list or a map.'],
    ['%YAML 1.1\n---\na: yes', 1, 1, 'The file says that it is YAML 1.1, but otp-sup reads 1.2.'],
    ['a: 1\n---\nb: 2', 3, 1, 'A second document begins after ---.'],
  ])('refuses %j at %i:%i', (wrong, line, column, message) => {
    const read = parseYamlTree(wrong)
    expect(read.ok ? [] : read.problems).toContainEqual({ line, column, message, fix: expect.any(String) })
  })

  it.each([['['], ['- '], ['{ a: ']])('refuses %j a hundred thousand times', (piece) => {
    const read = parseYamlTree(piece.repeat(100_000))
    expect(read.ok ? [] : read.problems.map(({ message }) => message)).toContain('The data is nested too deeply.')
  })

  it('tells of all keys that stand twice, and of one syntax error', () => {
    const read = parseYamlTree('a: 1\na: 2\nb: 1\nb: 2\nc: @\nd: @')
    expect(read.ok ? [] : read.problems.map(({ line }) => line)).toEqual([2, 4, 5])
  })
})

describe('what must be a text', () => {
  it.each([
    ['80', '80'],
    ['0755', '0755'],
    ['1.10', '1.10'],
    ['true', 'true'],
    ['False', 'False'],
    ['~', '~'],
    ['null', 'null'],
    ['yes', 'yes'],
    ['no', 'no'],
    ['on', 'on'],
    ['OFF', 'OFF'],
  ])('%s without quotes is refused with the quoted form', (written, quoted) => {
    for (const [text, at] of [
      [`command: [x, ${written}]`, ['command', 1]],
      [`args:\n- ${written}`, ['args', 0]],
      [`env: { A: ${written} }`, ['env', 'A']],
      [`umask: ${written}`, ['umask']],
    ] as const) {
      const read = parseYamlTree(text, isTextPlace)
      expect(read.ok && read.found).toEqual([
        { at, message: expect.stringContaining(`is ${written} without quotes`), fix: `Write "${quoted}".` },
      ])
    }
  })

  it('has a value', () => {
    const read = parseYamlTree('env:\n  A:', isTextPlace)
    expect(read.ok && read.found).toEqual([
      { at: ['env', 'A'], message: 'env.A has no value, but must be a text.', fix: 'Write "" for an empty text.' },
    ])
  })

  it.each(['"80"', "'on'", '8080/tcp', 'yes please', '!!str 80', '|-\n  80', '-v', 'v1.10'])('%s is one', (written) => {
    const read = parseYamlTree(`env:\n  A: ${written.replace('\n', '\n  ')}`, isTextPlace)
    expect(read.ok && read.found).toEqual([])
  })
})

describe('aliases that explode', () => {
  const levels = Array.from({ length: 12 }, (_, i) => String.fromCodePoint(97 + i))
  const laughs = (line: (own: string, nine: string) => string) =>
    levels
      .map((own, i) =>
        line(
          own,
          Array(9)
            .fill(i === 0 ? 'lol' : `*${levels[i - 1]}`)
            .join(', '),
        ),
      )
      .join('\n')

  it('as values are refused at once', () => {
    expect(valueOf(laughs((own, nine) => `x-${own}: &${own} [${nine}]`) + '\nid: *l')).toMatchObject([
      { message: 'Its aliases make more than 500000 values of it.' },
    ])
  })

  it('as merges are no work', () => {
    const text = laughs((own, nine) => `x-${own}: &${own} { ${own}: 1, <<: [${nine.replaceAll('lol', '{}')}] }`)
    expect(Object.keys(valueOf(`${text}\nid: *l`) as { id: object })).toEqual(['id'])
  })

  it('but a thousand children may share their options', () => {
    const children = Array.from({ length: 1000 }, (_, i) => `- { <<: *base, id: w${i} }`)
    expect(valueOf(lines('x-base: &base { command: [x] }', 'children:', ...children))).toMatchObject({
      children: { length: 1000 },
    })
  })
})

it('whatever the text is, there is a value or a problem', () => {
  const bits = [
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '\t',
    '*a',
    '&a ',
    '<<',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '|',
    '>',
    '? ',
    '---',
    '%',
    '!x ',
    '#',
    '${',
    '}',
    '\r\n',
    '0',
    '~',
    ',',
    '\0',
  ]
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(fc.constantFrom(...bits), { maxLength: 25 }).map((all) => all.join('')),
      ),
      (text) => {
        const read = parseYamlTree(text, isTextPlace)
        expect(read.ok || read.problems.every(({ line, column }) => line > 0 && column > 0)).toBe(true)
        if (read.ok) expect(read.placeOf(['children', 0, 'id']).line).toBeGreaterThan(0)
      },
    ),
    { numRuns: 2000 },
  )
})
