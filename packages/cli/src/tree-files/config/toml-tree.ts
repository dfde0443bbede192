// TOML 1.1, with positions.
import { parse, TomlError } from 'smol-toml'
import { sentence } from '../sentence.ts'
import { placesIn } from './text-places.ts'
import { type At, EMPTY, type TextTree, type ValueProblem } from './text-tree.ts'
import { tomlOffsets } from './toml-places.ts'

/** A tree is at most 64 levels deep, which are 128 of data. */
const DEEPEST = 200

/** Parses a text that has no byte order mark any more. */
export function parseTomlTree(text: string): TextTree {
  if (text.trim() === '') return wrong(EMPTY, 'Write id = "tree" and children = [].')
  try {
    const found: ValueProblem[] = []
    const value = withoutDates(parse(text, { maxDepth: DEEPEST }), [], found)
    const offsetOf = tomlOffsets(text)
    const placeAt = placesIn(text)
    return { ok: true, value, found, placeOf: (at) => placeAt(offsetOf(at)) }
  } catch (error) {
    if (error instanceof TomlError) return wrong(...explain(error), error)
    if (error instanceof RangeError) return wrong('The data is nested too deeply.', 'Make it flatter.')
    throw error
  }
}

function wrong(message: string, fix: string, { line, column } = { line: 1, column: 1 }): TextTree {
  return { ok: false, problems: [{ message, fix, line, column }] }
}

/** No option takes a date: it is a text that lacks its quotes. */
function withoutDates(value: unknown, at: At, found: ValueProblem[]): unknown {
  if (value instanceof Date) {
    found.push({ at, message: `${String(at.at(-1))} is a date, which no option is.`, fix: 'Put it in double quotes.' })
    return value.toISOString()
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutDates(item, [...at, index], found))
  if (typeof value !== 'object' || value === null) return value
  // fromEntries, for a key __proto__ must stay an ordinary key that checkSpec can refuse.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutDates(item, [...at, key], found)]))
}

const QUOTES = 'Put a text in double quotes: key = "value".'
const WORDS: readonly (readonly [part: string, message: string, fix: string])[] = [
  ['redefine', 'The key or the table is defined twice.', 'Remove one of them.'],
  ['nested', 'The data is nested too deeply.', 'Make it flatter.'],
  ['end of key', 'The line is neither key = value nor [table].', 'Write key = value.'],
  ['end-of-line', 'Something follows a value on its line.', `${QUOTES} One key = value stands on a line.`],
  ['invalid value', 'This is no value of TOML.', QUOTES],
  ['invalid date', 'This is no date of TOML.', QUOTES],
  ['numeric', 'This is no number of TOML.', QUOTES],
  ['leading zero', 'A number begins with 0.', 'Remove the 0, or put a text in double quotes.'],
  ['losslessly', 'The number is too large.', 'Write a smaller one, or put a text in double quotes.'],
  ['finished string', 'The text does not end.', 'Write the missing quote.'],
  ['finished array', 'The list does not end.', 'Write the missing ].'],
  ['finished table', 'The table does not end.', 'Write the missing }.'],
  ['comma', 'A comma, or the end of the list or table, must stand here.', 'Write the comma, ] or }.'],
  [
    'escape',
    'There is no such escape in a text in double quotes.',
    "Write \\\\ for a backslash, or put the text in ''.",
  ],
  ['character in key', 'A key cannot have this character.', 'Put the key in double quotes.'],
]

function explain({ message }: TomlError): readonly [message: string, fix: string] {
  const [what = ''] = message.replace('Invalid TOML document: ', '').split('\n')
  const [, ...words] = WORDS.find(([part]) => what.includes(part)) ?? []
  return words.length === 2 ? words : [`This is no TOML: ${sentence(what)}`, 'Correct it.']
}
