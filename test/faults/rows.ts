// The rows of the fault catalogue that are about single processes (L), groups of them (G) and control (C).

const row = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`)

/** All of them. */
export const ROWS: readonly string[] = [...row('L', 50), ...row('G', 10), ...row('C', 10)]
