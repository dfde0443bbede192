// What `check` says of a tree that is right.
import type { ChildSpec, SupervisorChildSpec } from '@otp-sup/core'
import { membersOf } from './members-of.ts'
import { durationWords } from './spec-words.ts'

/** How long a stop of it may take; null: for ever. */
type Limit = { readonly ms: number | null; readonly path: string }

/** One line: what is in the tree, and how long it may take to stop. */
export function fineTree(file: string, root: SupervisorChildSpec): string {
  const { workers, supervisors } = count(root)
  return `${file} is fine: ${some(workers, 'worker')} under ${some(supervisors, 'supervisor')}; ${stopWords(root)}\n`
}

function some(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function count(spec: ChildSpec): { readonly workers: number; readonly supervisors: number } {
  if (spec.type === 'worker') return { workers: 1, supervisors: 0 }
  const total = { workers: 0, supervisors: 1 }
  for (const { workers, supervisors } of membersOf(spec).map(count)) {
    total.workers += workers
    total.supervisors += supervisors
  }
  return total
}

function stopWords(root: SupervisorChildSpec): string {
  const { ms, path } = longestStop(root, root.id)
  if (ms === null) return `a stop waits for ${path} without a limit (shutdown is "infinity").`
  return `a stop takes at most ${durationWords(ms)}.`
}

/** Children are stopped one after the other as far as they depend on each other. */
function longestStop(spec: ChildSpec, path: string): Limit {
  const { shutdownMs } = spec
  if (shutdownMs === 'brutal_kill') return { ms: 0, path }
  const own = shutdownMs === 'infinity' ? null : shutdownMs
  if (spec.type === 'worker') return { ms: own, path }
  const below = longestOfChildren(spec, path)
  return own !== null && (below.ms === null || below.ms > own) ? { ms: own, path } : below
}

/** From the last to the first: whoever depends on a child is down before it is asked to stop. */
function longestOfChildren(parent: SupervisorChildSpec, path: string): Limit {
  const none: Limit = { ms: 0, path }
  const named = new Map<string, Limit>()
  let ofAllBefore = none
  let longest = none
  for (const child of membersOf(parent).toReversed()) {
    const before = longer(ofAllBefore, named.get(child.id) ?? none)
    const end = sum(before, longestStop(child, `${path}/${child.id}`))
    longest = longer(longest, end)
    if (child.dependsOn === 'all_before') ofAllBefore = longer(ofAllBefore, end)
    else for (const id of child.dependsOn) named.set(id, longer(named.get(id) ?? none, end))
  }
  return longest
}

function sum(first: Limit, second: Limit): Limit {
  if (first.ms === null || second.ms === null) return first.ms === null ? first : second
  return { ms: first.ms + second.ms, path: second.path }
}

function longer(a: Limit, b: Limit): Limit {
  if (a.ms === null || b.ms === null) return a.ms === null ? a : b
  return b.ms > a.ms ? b : a
}
