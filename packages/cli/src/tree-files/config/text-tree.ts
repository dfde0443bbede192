/** A key path from the top of a document. */
export type At = readonly (string | number)[]

/** A place in a text; both count from 1. */
export type TextPlace = { readonly line: number; readonly column: number }

/** What is wrong with a text, and the way out. */
export type TextProblem = TextPlace & { readonly message: string; readonly fix: string }

/** Something wrong with a value that was read all the same, by its key path. */
export type ValueProblem = { readonly at: At; readonly message: string; readonly fix: string }

/** A parsed document that knows where its parts stand, or what is wrong with its text. */
export type TextTree =
  | {
      readonly ok: true
      readonly value: unknown
      readonly found: readonly ValueProblem[]
      readonly placeOf: (at: At) => TextPlace
    }
  | { readonly ok: false; readonly problems: readonly TextProblem[] }

/** Said of a file that holds nothing. */
export const EMPTY = 'The file is empty.'
