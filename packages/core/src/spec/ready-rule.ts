// Rules between the keys of `ready`.
import type { Explanation, Found } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { OTHER_READY, translated } from './other-words.ts'
import { type At, isRecord } from './plain-data.ts'

/** Each says alone what is waited for. */
const WAYS: readonly string[] = ['tcp', 'http', 'socket', 'exec', 'notify', 'log', 'delay', 'exit']
/** With which of them a key goes that says more. */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  foreign: ['tcp', 'http', 'socket'],
  status: ['http'],
  header: ['http'],
  body: ['http'],
  insecure: ['http'],
  timeout: ['exec'],
}
const KEYS: readonly string[] = [...WAYS, ...Object.keys(COMPANIONS)]

/** What to write for `ready`. */
export const READY_EXAMPLES =
  '{ tcp: 8080 }, { http: "http://127.0.0.1:8080/health" }, { log: "listening" } or { exit: true }'

/** What is wrong with the keys of `ready`. */
export function findInReady(ready: unknown, at: At): readonly Found[] {
  if (!isRecord(ready)) return []
  const ofKeys = Object.keys(ready).flatMap((key) => {
    const explanation = explainKey(key)
    return explanation === null ? [] : [{ at: [...at, key], ...explanation }]
  })
  if (ofKeys.length > 0) return ofKeys
  const ofPatterns = findInPatterns(ready, at)
  if (ofPatterns.length > 0) return ofPatterns
  const explanation = explainCombination(ready)
  return explanation === null ? [] : [{ at, ...explanation }]
}

function explainKey(key: string): Explanation | null {
  if (KEYS.includes(key)) return null
  const ours = translated(OTHER_READY, key)
  if (ours !== null) return { message: `ready.${key} is not known; otp-sup has ${ours}.`, fix: `Write ${ours}.` }
  const fix = didYouMean(key, KEYS, `Write ${READY_EXAMPLES}.`)
  return { message: `ready.${key} is not known.`, fix }
}

function findInPatterns({ log, body, header }: Readonly<Record<string, unknown>>, at: At): readonly Found[] {
  const ofHeader = isRecord(header) ? Object.entries(header) : []
  return [
    ...findInPattern(log, [...at, 'log'], 'ready.log'),
    ...findInPattern(body, [...at, 'body'], 'ready.body'),
    ...ofHeader.flatMap(([name, value]) => findInPattern(value, [...at, 'header', name], `ready.header.${name}`)),
  ]
}

/** Of `{ pattern, flags }`, what a RegExp becomes in the data. */
function findInPattern(log: unknown, at: At, name: string): readonly Found[] {
  if (!isRecord(log)) return []
  const fix = 'Write { pattern: "listening on", flags: "i" }; flags may be left out.'
  const unknown = Object.keys(log).filter((key) => key !== 'pattern' && key !== 'flags')
  if (unknown.length > 0)
    return unknown.map((key) => ({ at: [...at, key], message: `${name}.${key} is not known.`, fix }))
  return Object.hasOwn(log, 'pattern') ? [] : [{ at, message: `${name} has no pattern.`, fix }]
}

function explainCombination(ready: Readonly<Record<string, unknown>>): Explanation | null {
  const ways = WAYS.filter((way) => Object.hasOwn(ready, way))
  if (ways.length > 1)
    return {
      message: `ready has ${ways.length === 2 ? 'both ' : ''}${ways.join(' and ')}.`,
      fix: 'Keep the one that is to be waited for.',
    }
  if (ways.length === 0) return { message: 'ready does not say what to wait for.', fix: `Write ${READY_EXAMPLES}.` }
  for (const [key, goesWith] of Object.entries(COMPANIONS))
    if (Object.hasOwn(ready, key) && !goesWith.includes(ways[0] ?? ''))
      return { message: `ready has ${key}, which only goes with ${anyOf(goesWith)}.`, fix: `Remove ${key}.` }
  return null
}

function anyOf(words: readonly string[]): string {
  return words.join(', ').replace(/, (?=[^,]*$)/, ' or ')
}
