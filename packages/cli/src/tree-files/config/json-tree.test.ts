import { describe, expect, it } from 'vitest'
import { parseJsonTree } from './json-tree.ts'

const place = (text: string, at: readonly (string | number)[]) => {
  const tree = parseJsonTree(text)
  return tree.ok ? tree.placeOf(at) : tree.problems
}

describe('a JSON tree', () => {
  const text = '{\n  "id": "shop",\r\n  "children": [\n    { "id": "db",\t"shutdown": 5 }\n  ]\n}'

  it.each([
    [['id'], 2, 9],
    [['children', 0, 'shutdown'], 4, 31],
    [['children', 0], 4, 5],
    [['children', 0, 'command'], 4, 5],
    [['children', 7, 'x'], 3, 15],
    [[], 1, 1],
  ])('knows that %j stands at %i:%i, or what is around it', (at, line, column) => {
    expect(place(text, at)).toEqual({ line, column })
  })

  it('keeps a key __proto__ an ordinary key', () => {
    const tree = parseJsonTree('{"__proto__": {"x": 1}}')
    expect(tree.ok && Object.keys(tree.value as object)).toEqual(['__proto__'])
  })

  it.each([
    ['', 1, 1, 'The file is empty.'],
    [' \n ', 1, 1, 'The file is empty.'],
    ['{\n "a": 1,\n}', 3, 1, 'A comma stands before }.'],
    ['[1,\n2,]', 2, 3, 'A comma stands before ].'],
    ['{\n // why\n "a": 1 }', 2, 2, 'JSON has no comments.'],
    ['{ "a": /* 1 */ 2 }', 1, 8, 'JSON has no comments.'],
    ['{ "a": \'b\' }', 1, 8, 'This is no JSON value.'],
    ['{ a: 1 }', 1, 3, 'This is no JSON value.'],
    ['{ "a" 1 }', 1, 7, 'A colon must stand here.'],
    ['{ "a": 1 "b": 2 }', 1, 10, 'A comma must stand here.'],
    ['{ "a": 1', 1, 9, 'The object does not end.'],
    ['{} {}', 1, 4, 'Something follows the end of the document.'],
    ['{ "a": "b\n" }', 1, 8, 'The text does not end on its line.'],
    ['{ "a": 1,\n  "b": { "c": 1, "c": 2 } }', 2, 18, 'The key "c" stands twice in one object.'],
    ['['.repeat(100_000), 1, 1, 'The data is nested too deeply.'],
  ])('refuses %j at %i:%i', (wrong, line, column, message) => {
    expect(parseJsonTree(wrong)).toMatchObject({ ok: false, problems: [{ line, column, message }] })
  })
})
