// What happened last to each path: since when it is so, and the chains of causes behind its latest start and end. Chains
// are taken while all of them is remembered: the journal forgets, a child may run for years.
import type { ControlledTree } from '../controlled.ts'
import type { SupervisionEvent } from '../events.ts'

type Chain = readonly SupervisionEvent[]

/** What is kept of a path. */
export type History = {
  readonly since: string | null
  readonly start: Chain | null
  readonly end: Chain | null
  /** What led to the restart that is due. */
  readonly restart: Chain | null
  /** Whether a check of its health has gone well since its start, and none has failed for good. */
  readonly healthy: boolean
}

const NONE: History = { since: null, start: null, end: null, restart: null, healthy: false }

/** Children made of templates have a new path each: those that changed longest ago are forgotten. */
const PATHS_KEPT = 10_000

/** A child that fails again and again has each failure behind the next: what is kept does not grow with them. */
const LONGEST_CHAIN = 50

const STARTS: ReadonlySet<string> = new Set([
  'child.starting',
  'child.started',
  'supervisor.starting',
  'supervisor.started',
])
const ENDS: ReadonlySet<string> = new Set(['child.exited', 'child.start_failed', 'supervisor.stopped'])
const CHANGES: ReadonlySet<string> = new Set(['child.stopping', 'child.killing', 'supervisor.stopping'])

/** Follows a tree from its first event on. */
export function followHistories(tree: ControlledTree): { readonly of: (path: string) => History } {
  const kept = new Map<string, History>()
  const of = (path: string): History => kept.get(path) ?? NONE
  const change = (path: string, to: Partial<History>): void => {
    const history = { ...of(path), ...to }
    kept.delete(path)
    kept.set(path, history)
    const [oldest] = kept.keys()
    if (kept.size > PATHS_KEPT && oldest !== undefined) kept.delete(oldest)
  }
  tree.listen((event) => {
    const { type, path, time, seq } = event
    if (type === 'supervisor.restarting') {
      const restart = tree.chain(seq, LONGEST_CHAIN)
      for (const id of event.start) change(`${path}/${id}`, { restart })
    } else if (STARTS.has(type)) change(path, { since: time, start: tree.chain(seq, LONGEST_CHAIN), restart: null })
    else if (ENDS.has(type)) change(path, { since: time, end: tree.chain(seq, LONGEST_CHAIN), healthy: false })
    else if (type === 'child.healthy' || type === 'child.unhealthy') change(path, { healthy: type === 'child.healthy' })
    else if (CHANGES.has(type)) change(path, { since: time })
  })
  return { of }
}
