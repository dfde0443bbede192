// The sections of supervisord's and systemd's files. Both are INI, each with rules of its own for comments, for lines
// that go on, and for keys that stand more than once.
import type { TextPlace } from '../config/text-tree.ts'

/** A section: its entries in the order of the file; a key may stand more than once. */
export type Section = {
  readonly name: string
  readonly place: TextPlace
  readonly entries: readonly (readonly [key: string, value: string])[]
}

type Row = { readonly text: string; readonly line: number }

/** As Python's configparser reads it: `;` and `#` after a blank begin a comment, an indented line goes on with a value. */
export function supervisordSections(text: string): readonly Section[] {
  const rows: Row[] = []
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const row = raw.replace(/(?:^|\s)[;#].*$/, '')
    const last = rows.at(-1)
    if (row.trim() === '') continue
    if (/^\s/.test(row) && last !== undefined) rows[rows.length - 1] = { ...last, text: `${last.text}\n${row.trim()}` }
    else rows.push({ text: row, line: index + 1 })
  }
  return sectionsOf(rows, /^(?<key>[^=:]+?)\s*[=:]\s*(?<value>[^]*)$/)
}

/** As systemd reads it: a line that begins with `;` or `#` is a comment, a backslash at its end goes on with the next. */
export function systemdSections(text: string): readonly Section[] {
  const rows: Row[] = []
  let open: Row | null = null
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    if (/^\s*(?:[;#]|$)/.test(raw)) continue
    const row: Row = open === null ? { text: raw, line: index + 1 } : { ...open, text: `${open.text} ${raw.trim()}` }
    open = row.text.endsWith('\\') ? { ...row, text: row.text.slice(0, -1).trimEnd() } : null
    if (open === null) rows.push(row)
  }
  return sectionsOf(open === null ? rows : [...rows, open], /^\s*(?<key>[\w-]+)\s*=\s*(?<value>[^]*)$/)
}

function sectionsOf(rows: readonly Row[], entry: RegExp): readonly Section[] {
  const sections: (Section & { readonly entries: (readonly [string, string])[] })[] = []
  for (const { text, line } of rows) {
    const [, name] = /^\s*\[(.+)\]\s*$/.exec(text) ?? []
    if (name === undefined) sections.at(-1)?.entries.push(...entriesIn(text, entry))
    else sections.push({ name, place: { line, column: 1 }, entries: [] })
  }
  return sections
}

function entriesIn(text: string, entry: RegExp): readonly (readonly [string, string])[] {
  const { key, value = '' } = entry.exec(text)?.groups ?? {}
  return key === undefined ? [] : [[key, value.trim()]]
}
