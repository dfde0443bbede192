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

/** How far it came, whether every law holds, and a way to each end that nobody asked for. */
export function explorationReport(found: Exploration): string {
  const lines = [coverage(found), ...(found.broken === null ? endings(found) : broken(found))]
  return `${lines.map((line) => `  ${line}`).join('\n')}\n`
}

const coverage = ({ states, faults, isComplete }: Exploration): string => {
  const known = `explored ${states.toLocaleString('en-US')} states`
  if (isComplete) return `${known}: all that processes, time and a stop can lead to`
  if (faults === null) return `${known}: only the beginning was looked at; --states looks further`
  if (faults === 0) return `${known}: all that happens when nothing fails`
  return `${known}: all that up to ${faults} ${faults === 1 ? 'failure' : 'failures'} can lead to`
}

const endings = ({ endings: ways, laws }: Exploration): readonly string[] => {
  const law = `the ${laws.length} laws of docs/conformance.md hold in each`
  const unasked = Object.entries(ENDS).flatMap(([kind, words]) => {
    const way = ways[kind]
    return way === undefined ? [] : [`  ${words}: ${wayWords(way)}`]
  })
  if (unasked.length === 0) return [`${law}; none of them is an end that nobody asked for`]
  return [`${law}; the fewest failures that lead to an end:`, ...unasked]
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

/** What went wrong on a way. What goes well is not named, unless it alone leads to the end. */
const wayWords = (way: readonly Move[]): string => {
  const failures = way.filter(isFailure)
  const told = failures.length > 0 ? failures : way.filter(({ kind }) => kind === 'done')
  if (told.length === 0) return 'when all goes well'
  const runs: { readonly what: string; times: number }[] = []
  for (const what of told.map(moveWords)) {
    const last = runs.at(-1)
    if (last?.what === what) last.times += 1
    else runs.push({ what, times: 1 })
  }
  return runs.map(({ what, times }) => (times === 1 ? what : `${what} (${times} times)`)).join(', ')
}

const isFailure = (move: Move): boolean => {
  if (move.kind === 'end') return !move.asked
  if (move.kind === 'time') return move.late
  return !['ready', 'done', 'quiet', 'call'].includes(move.kind)
}

const moveWords = (move: Move): string => {
  switch (move.kind) {
    case 'ready':
      return `${move.path} is ready`
    case 'done':
      return `${move.path} is done`
    case 'end':
      return `${move.path} ends ${endWords(move)}`
    case 'fail':
      return `${move.path} is unhealthy or over a limit`
    case 'time':
      return move.late ? 'a start or a stop takes too long' : 'time passes'
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

const endWords = ({ end }: Extract<Move, { readonly kind: 'end' }>): string => {
  if (end.kind === 'exit') return `with code ${end.code}`
  return end.kind === 'signal' ? `by ${end.signal}` : 'without a process'
}
