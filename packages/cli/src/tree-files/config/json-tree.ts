// Strict JSON with positions: no comments, no trailing commas, and a key that stands twice is an error, for JSON.parse
// would keep the last one without a word.
import { findNodeAtLocation, type Node, type ParseError, parseTree } from 'jsonc-parser'
import { placesIn } from './text-places.ts'
import { EMPTY, type TextTree } from './text-tree.ts'

/** Parses a text that has no byte order mark any more. */
export function parseJsonTree(text: string): TextTree {
  if (text.trim() === '') return wrong(text, 0, EMPTY, 'Write { "id": "tree", "children": [] }.')
  const errors: ParseError[] = []
  const root = parseDeep(text, errors)
  if (root === null) return wrong(text, 0, 'The data is nested too deeply.', 'Make it flatter.')
  const [first] = errors
  if (first !== undefined) return wrong(text, first.offset, ...explain(text, first))
  if (root === undefined) return wrong(text, 0, 'This is no JSON.', 'Write { "id": "tree", "children": [] }.')
  const placeOf = placesIn(text)
  const problems = findTwice(root).map(({ key, node }) => ({
    ...placeOf(node.offset),
    message: `The key ${JSON.stringify(key)} stands twice in one object.`,
    fix: 'Remove one of them.',
  }))
  if (problems.length > 0) return { ok: false, problems }
  return parsed(text, root)
}

function parsed(text: string, root: Node): TextTree {
  try {
    // Not the parser's own value: it would let a key __proto__ set a prototype.
    const value: unknown = JSON.parse(text)
    const placeOfOffset = placesIn(text)
    return { ok: true, value, found: [], placeOf: (at) => placeOfOffset(nodeAt(root, at).offset) }
  } catch (error) {
    return wrong(text, 0, `This is no JSON: ${error instanceof Error ? error.message : 'unknown'}.`, 'Correct it.')
  }
}

/** Null when the recursion of the parser ran out of stack. */
function parseDeep(text: string, errors: ParseError[]): Node | undefined | null {
  try {
    return parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function wrong(text: string, offset: number, message: string, fix: string): TextTree {
  return { ok: false, problems: [{ ...placesIn(text)(offset), message, fix }] }
}

const UNEXPECTED: Readonly<Record<number, readonly [message: string, fix: string]>> = {
  1: ['This is no JSON value.', 'Write texts and keys in double quotes.'],
  2: ['This is no number of JSON.', 'Write a number such as 80, or a text in double quotes.'],
  3: ['A key in double quotes must stand here.', 'Write the key as "key".'],
  4: ['A value must stand here.', 'Write a value, or remove the comma before.'],
  5: ['A colon must stand here.', 'Write "key": value.'],
  6: ['A comma must stand here.', 'Write a comma between two entries.'],
  7: ['The object does not end.', 'Write the missing }.'],
  8: ['The list does not end.', 'Write the missing ].'],
  9: ['Something follows the end of the document.', 'Remove it, or correct the brackets before it.'],
  10: ['JSON has no comments.', 'Remove the comment, or write the tree in YAML or TypeScript.'],
  11: ['JSON has no comments.', 'Remove the comment, or write the tree in YAML or TypeScript.'],
  12: ['The text does not end on its line.', 'Write the missing double quote.'],
  13: ['The number does not end.', 'Write a number such as 80.'],
  14: ['This is no character of the form \\u0041.', 'Write four hexadecimal digits.'],
  15: ['There is no such escape in JSON.', 'Write \\\\ for a backslash.'],
  16: ['A control character stands in a text.', 'Write \\n for a line break, \\t for a tab.'],
}

function explain(text: string, { error, offset }: ParseError): readonly [message: string, fix: string] {
  const closes = text[offset] === '}' || text[offset] === ']'
  if (closes && /,\s*$/.test(text.slice(0, offset)))
    return [`A comma stands before ${text[offset]}.`, 'Remove the comma: JSON has none at the end of a list.']
  return UNEXPECTED[error] ?? ['This is no JSON.', 'Correct it.']
}

function findTwice(node: Node): readonly { readonly key: string; readonly node: Node }[] {
  const children = node.children ?? []
  const below = children.flatMap((child) => findTwice(child))
  if (node.type !== 'object') return below
  const seen = new Set<unknown>()
  const twice = children.flatMap(({ children: [keyNode] = [] }) => {
    if (keyNode === undefined) return []
    const key: unknown = keyNode.value
    const isTwice = seen.has(key)
    seen.add(key)
    return isTwice ? [{ key: String(key), node: keyNode }] : []
  })
  return [...twice, ...below]
}

/** The node, or the innermost one around it that is there: an option may be missing. */
function nodeAt(root: Node, at: readonly (string | number)[]): Node {
  for (let length = at.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, at.slice(0, length))
    if (node !== undefined) return node
  }
  return root
}
