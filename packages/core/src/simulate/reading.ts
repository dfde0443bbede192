// What all parts of a scenario are read with.
import { explainDuration, parseDuration } from '../spec/duration.ts'
import { didYouMean } from '../spec/nearest.ts'
import { shown } from '../spec/plain-data.ts'
import { ID } from '../spec/value-schemas.ts'
import type { PossiblePaths } from './possible-paths.ts'

/** What a check has to go by, and where it leaves what it finds. */
export type Reading = {
  /** Reports a problem at a key of the step (or of the scenario) being read. */
  problem(key: string | null, message: string, fix: string): void
}

/** Keys of steps whose paths must be those of leaves. */
export type LeafKey = 'exit' | 'unhealthy'

/** The same for a step, which is about one tree. */
export type StepReading = Reading & {
  readonly rootPath: string
  readonly paths: PossiblePaths
  /** Reports a path that is to be a leaf's, and is in no way. */
  noSuchLeaf(path: unknown, key: LeafKey): void
}

/** A duration in milliseconds, or null when there is none. */
export function readDuration(value: unknown, key: string, reading: Reading): number | null {
  if (value === undefined) return null
  const ms = typeof value === 'string' ? parseDuration(value) : null
  if (ms !== null) return ms
  const { why, write } = explainDuration(value)
  reading.problem(key, `${key} is ${shown(value)}, ${why}.`, `Write ${write}.`)
  return null
}

/** A path of the tree's form: ids joined by `/`. Whether it exists may only be known later. */
export function readPath(value: unknown, key: string, reading: Reading): string | null {
  if (typeof value === 'string' && value.split('/').every((id) => ID.test(id))) return value
  reading.problem(
    key,
    `${key} is ${shown(value)}, which is no path.`,
    'Write ids joined by "/", from the root: "shop/db".',
  )
  return null
}

/** Reports each key that is not one of `known`, with the nearest one that is. */
export function refuseUnknownKeys(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  reading: Reading,
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    const fix = didYouMean(key, known, `Known here: ${known.join(', ')}.`, 'value')
    reading.problem(key, `"${key}" means nothing here.`, fix)
  }
}
