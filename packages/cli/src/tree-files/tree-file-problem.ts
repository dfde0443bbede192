/** One thing that is wrong with a tree file: what, where, and how to fix it. */
export type TreeFileProblem = {
  /** What is wrong: one sentence. */
  readonly message: string
  /** The way out: one sentence. */
  readonly fix: string
  /** The file, as it was named; null when none is to blame. */
  readonly file: string | null
  /** From 1; null when the file does not tell. */
  readonly line: number | null
  /** From 1. */
  readonly column: number | null
  /** The tree path, ids joined by `/`; `''` when it is not about one spec. */
  readonly path: string
  /** The option, as a key path inside that spec; `''` when it is not about one option. */
  readonly key: string
}

/** What is allowed in a tree file and hardly meant, or worth knowing. */
export type TreeFileLint = TreeFileProblem & {
  /** Its name, as docs/lints.md has it. */
  readonly name: string
  /** What it was computed from and to. */
  readonly numbers: Readonly<Record<string, number>>
}

/** A problem of the file as such, not of a spec in it. */
export function fileProblem(
  file: string,
  { message, fix, line = null, column = null }: Pick<TreeFileProblem, 'message' | 'fix'> & Partial<TreeFileProblem>,
): TreeFileProblem {
  return { message, fix, file, line, column, path: '', key: '' }
}
