// What an exploration has found, for people.
import type { Exploration, Move } from '@otp-sup/core/testing'
import { durationWords } from './spec-words.ts'

/** Ends of a tree that nobody asked for, in words. */
const ENDS: Readonly<Record<string, string>> = {
  start_failed: 'does not start',
  gave_up: 'gives up',
  auto_shutdown: 'shuts down automatically',
  internal_error: 'breaks down',
}

/** How far it came, whether every law holds, and the shortest ways to an end that nobody asked for. */
export function explorationReport(found: Exploration): string {
  const lines = [coverage(found), ...(found.broken === null ? endings(found) : broken(found))]
  return `${lines.map((line) => `  ${line}`).join('\n')}\n`
}

const coverage = ({ states, depth, isComplete }: Exploration): string => {
  const known = `explored ${states.toLocaleString('en-US')} states`
  if (isComplete) return `${known}: everything that can happen`
  return `${known}: everything that ${depth} events in a row can lead to`
}

const endings = ({ endings: ways }: Exploration): readonly string[] => {
  const unasked = Object.entries(ENDS).flatMap(([kind, words]) => {
    const way = ways[kind]
    return way === undefined ? [] : [`  ${words}: ${wayWords(way)}`]
  })
  const law = 'every law of supervision holds in all of them'
  if (unasked.length === 0) return [`${law}; no way to an end was found`]
  return [`${law}; the shortest way to each end:`, ...unasked]
}

const broken = ({ broken: found }: Exploration): readonly string[] => {
  if (found === null) return []
  return [
    `a law is broken, which is a bug of otp-sup: ${found.law}`,
    `  ${found.message}`,
    `  after: ${found.way.map(moveWords).join(', ')}`,
    '  Please report it, with this tree.',
  ]
}

/** What went wrong on a way, without what goes well: starts, ends by a signal that was sent, the passing of time. */
const wayWords = (way: readonly Move[]): string => {
  const words = way.filter(isFailure).map(moveWords)
  const runs: { readonly what: string; times: number }[] = []
  for (const what of words) {
    const last = runs.at(-1)
    if (last?.what === what) last.times += 1
    else runs.push({ what, times: 1 })
  }
  return runs.map(({ what, times }) => (times === 1 ? what : `${what} (${times} times)`)).join(', ')
}

const isFailure = (move: Move): boolean => {
  if (move.kind === 'end') return move.end.kind !== 'signal'
  return move.kind !== 'ready' && move.kind !== 'time'
}

const moveWords = (move: Move): string => {
  switch (move.kind) {
    case 'ready':
      return `${move.path} is ready`
    case 'end':
      return `${move.path} ends ${move.end.kind === 'exit' ? `with code ${move.end.code}` : endWords(move.end)}`
    case 'time':
      return 'time passes'
    case 'quiet':
      return `nothing happens for ${durationWords(move.ms)}`
    case 'call':
      return `${move.name} ${move.supervisor}/${move.id}`
    case 'stop':
      return 'the tree is told to stop'
    case 'kill':
      return 'the tree is killed'
    case 'together':
      return `${moveWords(move.first)} and at the same instant ${moveWords(move.second)}`
    case 'failNext':
      return `the next launch of ${move.path} fails`
    case 'repeat':
      return `${move.path} is told of again`
  }
}

const endWords = (end: { readonly kind: string; readonly signal?: string }): string =>
  end.signal === undefined ? `by ${end.kind}` : `by ${end.signal}`
