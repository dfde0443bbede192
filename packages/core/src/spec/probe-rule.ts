// Rules between the keys of one question to a worker: `ready` asks it at its start, `health` again and again.
import type { Explanation, Found } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { translated } from './other-words.ts'
import { type At, isRecord } from './plain-data.ts'

/** What may stand in it. */
export type ProbeKeys = {
  readonly name: 'ready' | 'health'
  /** What is done with what stands in it. */
  readonly verb: 'wait for' | 'ask'
  /** Each says alone what is asked. */
  readonly ways: readonly string[]
  /** With which of them a key goes that says more. */
  readonly companions: Readonly<Record<string, readonly string[]>>
  /** As other tools call it -> ours, with a value that shows its shape. */
  readonly otherWords: Readonly<Record<string, string>>
  readonly examples: string
}

/** The keys that `ready` and `health` have in common. */
export const COMPANIONS: ProbeKeys['companions'] = {
  foreign: ['tcp', 'http', 'socket'],
  status: ['http'],
  header: ['http'],
  body: ['http'],
  insecure: ['http'],
}

/** What is wrong with the keys. */
export function findInProbe(probe: unknown, at: At, keys: ProbeKeys): readonly Found[] {
  if (!isRecord(probe)) return []
  const ofKeys = Object.keys(probe).flatMap((key) => {
    const explanation = explainKey(key, keys)
    return explanation === null ? [] : [{ at: [...at, key], ...explanation }]
  })
  if (ofKeys.length > 0) return ofKeys
  const ofPatterns = findInPatterns(probe, at, keys.name)
  if (ofPatterns.length > 0) return ofPatterns
  const explanation = explainCombination(probe, keys)
  return explanation === null ? [] : [{ at, ...explanation }]
}

function explainKey(key: string, { name, ways, companions, otherWords, examples }: ProbeKeys): Explanation | null {
  const known = [...ways, ...Object.keys(companions)]
  if (known.includes(key)) return null
  const ours = translated(otherWords, key)
  if (ours !== null) return { message: `${name}.${key} is not known; otp-sup has ${ours}.`, fix: `Write ${ours}.` }
  return { message: `${name}.${key} is not known.`, fix: didYouMean(key, known, `Write ${examples}.`) }
}

function findInPatterns(probe: Readonly<Record<string, unknown>>, at: At, name: string): readonly Found[] {
  const { log, body, header } = probe
  const ofHeader = isRecord(header) ? Object.entries(header) : []
  return [
    ...findInPattern(log, [...at, 'log'], `${name}.log`),
    ...findInPattern(body, [...at, 'body'], `${name}.body`),
    ...ofHeader.flatMap(([key, value]) => findInPattern(value, [...at, 'header', key], `${name}.header.${key}`)),
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

function explainCombination(probe: Readonly<Record<string, unknown>>, keys: ProbeKeys): Explanation | null {
  const { name, verb, companions, examples } = keys
  const ways = keys.ways.filter((way) => Object.hasOwn(probe, way))
  if (ways.length > 1)
    return {
      message: `${name} has ${ways.length === 2 ? 'both ' : ''}${ways.join(' and ')}.`,
      fix: `Keep the one to ${verb}.`,
    }
  if (ways.length === 0) return { message: `${name} does not say what to ${verb}.`, fix: `Write ${examples}.` }
  for (const [key, goesWith] of Object.entries(companions))
    if (Object.hasOwn(probe, key) && !goesWith.includes(ways[0] ?? ''))
      return { message: `${name} has ${key}, which only goes with ${anyOf(goesWith)}.`, fix: `Remove ${key}.` }
  return null
}

function anyOf(words: readonly string[]): string {
  return words.join(', ').replace(/, (?=[^,]*$)/, ' or ')
}
