/** A problem of a spec that was read from a file, or of that file. */
export type PlacedProblem = Omit<Problem, 'at'> & {
  readonly file?: string | null
  /** From 1. */
  readonly line?: number | null
  /** From 1. */
  readonly column?: number | null
}

/** One thing that is wrong with a spec: what, where, and what to write instead. */
export type Problem = {
  /** Where in the tree, ids joined by `/`; the root's id alone when it is the root, `''` when not even that is known. */
  readonly path: string
  /** The option, as a key path inside that spec (`ready.tcp`), or `''` for the spec itself. */
  readonly key: string
  /** Key path from the top of the document, for whoever knows lines: `['children', 0, 'shutdown']`. */
  readonly at: readonly (string | number)[]
  /** What is wrong, with the value: one sentence. */
  readonly message: string
  /** The way out: one sentence. */
  readonly fix: string
}
