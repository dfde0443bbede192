// What a value of an INI file says: one text, or words with blanks between them.
import type { TextProblem } from './text-tree.ts'

/** A value that was read, or what is wrong with it. */
export type IniRead<Value = unknown> =
  | { readonly ok: true; readonly value: Value }
  | ({ readonly ok: false } & Pick<TextProblem, 'message' | 'fix'>)

const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')$/
const PIECES = /"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)'|(?<plain>[^\s"']+)/g
const WORD = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'])+/g

/** The value as one text; quotes around all of it are taken off. */
export function iniText(written: string): IniRead<string> {
  if (QUOTED.test(written)) return { ok: true, value: unquoted(written) }
  if (/^["']/.test(written)) return { ok: false, message: 'The text does not end with its quote.', fix: QUOTE_ALL }
  return /(?:^|\s)[;#]/.test(written) ? COMMENT : { ok: true, value: written }
}

const QUOTE_ALL = 'Put quotes around all of it: "…" or \'…\'.'
const COMMENT = {
  ok: false,
  message: 'A comment stands on a line of its own; this would become part of the value.',
  fix: 'Move what follows ; or # to the line above, or put quotes around the value.',
} as const

/** The value as words: blanks part them, quotes keep them together, as in a shell, and nothing else is special. */
export function iniWords(written: string): IniRead<readonly string[]> {
  if (written.startsWith('['))
    return { ok: false, message: 'A list is written as words with blanks between them.', fix: 'Write: node api.js' }
  if (/["']/.test(written.replaceAll(PIECES, '')))
    return { ok: false, message: 'A quote does not end.', fix: 'Write the missing quote.' }
  const words = written.match(WORD) ?? []
  return words.some((word) => /^[;#]/.test(word)) ? COMMENT : { ok: true, value: words.map(unquoted) }
}

function unquoted(written: string): string {
  return written.replaceAll(PIECES, (...match) => {
    const { double, single, plain } = match.at(-1) as Readonly<Record<string, string | undefined>>
    return double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? plain ?? ''
  })
}
