// The lines of an INI file: sections and `key = value`, each with its place.
import type { TextPlace, TextProblem } from './text-tree.ts'

/** A text of the file. */
export type IniText = { readonly text: string; readonly place: TextPlace }
/** A line `key = value`. */
export type IniEntry = { readonly key: IniText; readonly value: IniText }
/** A line `[name]`, and the entries below it, by their keys. */
export type IniSection = { readonly name: IniText; readonly entries: ReadonlyMap<string, IniEntry> }

type Lines = {
  /** What stands before the first section. */
  readonly head: Map<string, IniEntry>
  readonly sections: { readonly name: IniText; readonly entries: Map<string, IniEntry> }[]
  readonly problems: TextProblem[]
}

/** Reads the lines of a text. A line that begins with `;` or `#` is a comment. */
export function iniSections(text: string): Lines {
  const read: Lines = { head: new Map(), sections: [], problems: [] }
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries())
    if (!/^\s*(?:[;#]|$)/.test(line)) readLine(line, index + 1, read)
  return read
}

function readLine(line: string, number: number, lines: Lines): void {
  const start = line.search(/\S/)
  const placed = (text: string, column: number): IniText => ({ text, place: { line: number, column: column + 1 } })
  if (line[start] === '[') return addSection(placed(line.trim(), start), lines)
  const equals = line.indexOf('=')
  const key = line.slice(start, Math.max(equals, start)).trimEnd()
  const written = line.slice(equals + 1)
  const blanks = Math.max(written.search(/\S/), 0)
  addEntry({ key: placed(key, start), value: placed(written.trim(), equals + 1 + blanks) }, lines)
}

function addSection({ text, place }: IniText, { sections, problems }: Lines): void {
  const [, name = ''] = /^\[\s*([^[\]]*?)\s*\]$/.exec(text) ?? []
  if (name === '') problems.push({ ...place, message: 'This is no section.', fix: 'Write [shop] or [shop/db].' })
  else sections.push({ name: { text: name, place: { ...place, column: place.column + 1 } }, entries: new Map() })
}

function addEntry(entry: IniEntry, { head, sections, problems }: Lines): void {
  const { text, place } = entry.key
  const entries = sections.at(-1)?.entries ?? head
  const wrong = (message: string, fix: string) => void problems.push({ ...place, message, fix })
  if (text === '') return wrong('The line is neither [section] nor key = value.', 'Write key = value.')
  if (entries.has(text))
    return wrong(`The key ${JSON.stringify(text)} stands twice in one section.`, 'Remove one of them.')
  entries.set(text, entry)
}
