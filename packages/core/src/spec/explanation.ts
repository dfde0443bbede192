import type { At } from './plain-data.ts'

/** What is wrong, and the way out: a sentence each. */
export type Explanation = { readonly message: string; readonly fix: string }

/** An explanation with its place in the document. */
export type Found = Explanation & { readonly at: At }

/** For what the contract has and this version does not. */
export function notYet(what: string, fix: string): Explanation {
  return { message: `${what} is not supported by this version of otp-sup yet.`, fix }
}
