// Rules between the keys of `ready`.
import { type Explanation, type Found, notYet } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { LATER_READY } from './other-words.ts'
import { type At, isRecord } from './plain-data.ts'

/** Each says alone what is waited for. */
const WAYS: readonly string[] = ['tcp', 'log', 'delay', 'exit']
const KEYS: readonly string[] = [...WAYS, 'foreign']

/** What to write for `ready`. */
export const READY_EXAMPLES = '{ tcp: 8080 }, { log: "listening" }, { delay: "2s" } or { exit: true }'

/** What is wrong with the keys of `ready`. */
export function findInReady(ready: unknown, at: At): readonly Found[] {
  if (!isRecord(ready)) return []
  const ofKeys = Object.keys(ready).flatMap((key) => {
    const explanation = explainKey(key)
    return explanation === null ? [] : [{ at: [...at, key], ...explanation }]
  })
  if (ofKeys.length > 0) return ofKeys
  const ofLog = findInPattern(ready['log'], [...at, 'log'])
  if (ofLog.length > 0) return ofLog
  const explanation = explainCombination(ready)
  return explanation === null ? [] : [{ at, ...explanation }]
}

function explainKey(key: string): Explanation | null {
  if (KEYS.includes(key)) return null
  if (LATER_READY.includes(key)) return notYet(`ready: { ${key} }`, `Write ${READY_EXAMPLES}.`)
  const fix = didYouMean(key, [...KEYS, ...LATER_READY], `Write ${READY_EXAMPLES}.`)
  return { message: `ready.${key} is not known.`, fix }
}

/** Of `{ pattern, flags }`, what a RegExp becomes in the data. */
function findInPattern(log: unknown, at: At): readonly Found[] {
  if (!isRecord(log)) return []
  const fix = 'Write { pattern: "listening on", flags: "i" }; flags may be left out.'
  const unknown = Object.keys(log).filter((key) => key !== 'pattern' && key !== 'flags')
  if (unknown.length > 0)
    return unknown.map((key) => ({ at: [...at, key], message: `ready.log.${key} is not known.`, fix }))
  return Object.hasOwn(log, 'pattern') ? [] : [{ at, message: 'ready.log has no pattern.', fix }]
}

function explainCombination(ready: Readonly<Record<string, unknown>>): Explanation | null {
  const ways = WAYS.filter((way) => Object.hasOwn(ready, way))
  if (ways.length > 1)
    return {
      message: `ready has ${ways.length === 2 ? 'both ' : ''}${ways.join(' and ')}.`,
      fix: 'Keep the one that is to be waited for.',
    }
  if (ways.length === 0) return { message: 'ready does not say what to wait for.', fix: `Write ${READY_EXAMPLES}.` }
  return Object.hasOwn(ready, 'foreign') && ways[0] !== 'tcp'
    ? { message: 'ready has foreign, which only goes with tcp.', fix: 'Remove foreign.' }
    : null
}
