// Command lines, as the shell and as Python's shlex take them apart.

const WORD = /(?:"(?:[^"\\]|\\[^])*"|'[^']*'|\\[^]|[^\s"'\\])+/g
const PIECE = /"(?<double>(?:[^"\\]|\\[^])*)"|'(?<single>[^']*)'|\\(?<escaped>[^])|(?<plain>[^"'\\]+)/g

/** The words of a line in which nothing but quotes and backslashes is special; null when a quote does not end. */
export function splitWords(line: string): readonly string[] | null {
  const words = line.match(WORD) ?? []
  if (line.replaceAll(WORD, '').trim() !== '') return null
  return words.map((word) =>
    word.replaceAll(PIECE, (...match) => {
      const { double, single, escaped, plain } = match.at(-1) as Readonly<Record<string, string | undefined>>
      return double?.replaceAll(/\\(["\\$`])/g, '$1') ?? single ?? escaped ?? plain ?? ''
    }),
  )
}

/** What makes a line more than a program and its arguments, outside single quotes. */
const SPECIAL = /[$`*?[\]{}()<>|&;#!~\n]/
const BUILT_IN =
  /^(?:\.|:|cd|source|export|exec|eval|set|ulimit|umask|if|for|while|case|trap|wait|test|true|false|\w+=.*)$/

/** The words of a line of the shell; null when it takes a shell to run it. */
export function plainWords(line: string): readonly string[] | null {
  if (SPECIAL.test(line.replaceAll(/'[^']*'/g, ''))) return null
  const words = splitWords(line)
  const [first] = words ?? []
  return first === undefined || BUILT_IN.test(first) ? null : words
}
