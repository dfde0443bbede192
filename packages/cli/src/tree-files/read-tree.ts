import type { Problem } from '@otp-sup/core'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** What a reader makes of a file: an unchecked value that knows where its parts stand, or why there is none. */
export type ReadTree =
  | { readonly ok: true; readonly value: unknown; readonly placeOf: PlaceOf }
  | { readonly ok: false; readonly problems: readonly TreeFileProblem[] }

/** Where in the file a problem of the spec is; null when the file does not tell. */
export type PlaceOf = (
  problem: Pick<Problem, 'at' | 'path'>,
) => { readonly line: number; readonly column: number } | null
