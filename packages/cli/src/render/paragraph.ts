// Text that fits a terminal of 80 columns.

const COLUMNS = 80

/** Colours, or none. */
export type Ink = { readonly bold: (text: string) => string; readonly red: (text: string) => string }

/** Colours for a terminal. */
export function ink(isColored: boolean): Ink {
  if (!isColored) return { bold: (text) => text, red: (text) => text }
  return { bold: (text) => `\u001B[1m${text}\u001B[22m`, red: (text) => `\u001B[31m${text}\u001B[39m` }
}

/** The lines of a text; `first` stands before the first, and the others are indented as much. A word is never cut. */
export function wrapped(text: string, first = ''): readonly string[] {
  const indent = ' '.repeat(first.length)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > COLUMNS) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each, index) => (index === 0 ? first : indent) + each)
}
