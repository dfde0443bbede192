import type { Problem } from '@otp-sup/core'
import type { At, ValueProblem } from './config/text-tree.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** What a reader makes of a file: an unchecked value that knows where its parts stand, or why there is none. */
export type ReadTree =
  | ReadValue
  | { readonly ok: false; readonly files?: readonly string[]; readonly problems: readonly TreeFileProblem[] }

/** An unchecked value. */
export type ReadValue = {
  readonly ok: true
  /** The local files that it imports, absolute, itself among them; those of data are none. */
  readonly files?: readonly string[]
  readonly value: unknown
  /** The value with its variables not expanded. */
  readonly written: unknown
  /** What is wrong with the way in which it was written. */
  readonly found: readonly ValueProblem[]
  /** Of these, those that are not about variables. */
  readonly foundInText: readonly ValueProblem[]
  /** Where texts with variables stand. */
  readonly variablePlaces: readonly At[]
  /** Such a text as it was written; null for any other. */
  readonly textAt: (at: At) => string | null
  readonly placeOf: PlaceOf
  /** A way out, which is told as in YAML, in the words of the file's own language. */
  readonly fixIn: (fix: string) => string
}

/** Where in the file a problem of the spec is; null when the file does not tell. */
export type PlaceOf = (
  problem: Pick<Problem, 'at' | 'path'>,
) => { readonly line: number; readonly column: number } | null
