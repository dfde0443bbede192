// What is set in a worker's process before its program runs.
import * as v from 'valibot'
import { isRecord } from './plain-data.ts'
import { parseSize, SIZE } from './size.ts'
import { duration, filledText, listOr } from './value-schemas.ts'

/** What a name of a user or a group looks like; `user:group` is none. */
const ACCOUNT = /^[^\s:/]+$/
const UMASK = /^0?[0-7]{3}$/
/** -1 as an id means "none" to the system. */
const LARGEST_ID = 2 ** 32 - 2
/** From the most to the least urgent. */
export const NICE = { least: -20, most: 19 } as const
/** From "never" to "first". */
export const OOM_SCORE = { least: -1000, most: 1000 } as const
/** No kernel takes more, whatever its settings. */
const MOST_FILES = 2 ** 31 - 1

const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most))

const account = v.union([wholeNumber(0, LARGEST_ID), v.pipe(filledText, v.regex(ACCOUNT))])
/** A share of one core. */
const PERCENT = /^\d{1,6}(?:\.\d{1,3})?%$/

const size = v.pipe(
  v.string(),
  v.regex(SIZE),
  v.check((value) => parseSize(value) !== null),
)
const percent = v.pipe(
  v.string(),
  v.regex(PERCENT),
  v.check((value) => Number.parseFloat(value) > 0),
)
const limitValues = v.strictObject({
  memory: v.optional(size),
  cpu: v.optional(percent),
  for: v.optional(duration),
  nofile: v.optional(wholeNumber(1, MOST_FILES)),
})

/** One file, or several. */
export const envFile = listOr(v.array(filledText), filledText)
export const user = account
export const group = account
// The text, never a number: 027 is 23, or 27, depending on who reads it.
export const umask = v.pipe(v.string(), v.regex(UMASK))
export const nice = wholeNumber(NICE.least, NICE.most)
export const oomScoreAdj = wholeNumber(OOM_SCORE.least, OOM_SCORE.most)
// valibot takes a list for an object.
export const limits = v.lazy((value) => (value === undefined || isRecord(value) ? limitValues : v.never()))
