// A reload: the children of one supervisor become what a new spec of it says. A call like others, and no failure: no
// strategy is applied, nothing is counted. Whom a changed child takes along is asked of the strategy all the same.
import { restartSet } from '@otp-sup/strategies'
import { changedKeys } from '../spec/changed-keys.ts'
import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import { isSame } from '../spec/is-same.ts'
import type { Call, ReloadRequest } from './call.ts'
import { takeOut } from './delay.ts'
import { isGroup } from './delayed.ts'
import { addChild, arrange, removeChild } from './evolve.ts'
import { haltMembers, isAlive } from './halt.ts'
import { launchMembers } from './launch.ts'
import type { Child, Reload, SupervisorState } from './state.ts'
import { answer, emitOf, type Turn } from './turn.ts'

/** A reload's turn has come: stops whom it must, or is done at once. */
export function serveReload(turn: Turn, call: Call, request: ReloadRequest): void {
  const { state } = turn
  const reload = planReload(state, call, request)
  const stopped = state.children.filter((child) => reload.removed.has(child) || reload.restarted.has(child))
  if (stopped.length + reload.added.length === 0) {
    takeSpec(turn, reload)
    answer(turn, call, { ok: true, value: null })
    return
  }
  for (const child of stopped) takeOut(turn, child)
  state.reload = reload
  haltMembers(turn, stopped, { cause: call.received, round: null })
  turn.signal = 'reloadBegan'
}

/** All that had to stop is down: the new spec comes into force, and starts whom it must. */
export function launchReload(turn: Turn, reload: Reload): void {
  const started = new Set(takeSpec(turn, reload))
  for (const child of reload.restarted) started.add(child)
  const members = turn.state.children.filter((child) => started.has(child))
  reload.started = started
  launchMembers(turn, members, 'round', reload.call.received)
}

const planReload = (state: SupervisorState, call: Call, { spec, mode }: ReloadRequest): Reload => {
  const difference = compare(state, spec)
  const restarted = takenAlong(state, difference.mustRestart)
  const isGone = (child: Child | undefined): boolean =>
    child !== undefined && (difference.removed.has(child) || restarted.has(child))
  const isLeftBehind = (child: Child): boolean => isGone(waitedFor(state, child))
  addAll(restarted, state.children.filter(isLeftBehind))
  if (mode === 'restore') addAll(restarted, state.children.filter(isLeftDown))
  // A group starts those that wait in another way than the others do.
  if (isGroup(state) !== isGroup(spec)) addAll(restarted, state.children.filter(isWaiting))
  for (const child of difference.removed) restarted.delete(child)
  return { ...difference, call, spec, mode, restarted, started: null, failure: null }
}

type Difference = Pick<Reload, 'removed' | 'changed' | 'added'> & { readonly mustRestart: ReadonlySet<Child> }

/** What differs between the spec before and this one. What calls have done since is nothing that a spec says. */
const compare = (state: SupervisorState, spec: SupervisorChildSpec): Difference => {
  const { byId } = state
  const wantedIds = new Set(spec.children.map(({ id }) => id))
  const loaded = new Map(state.loaded.children.map((child) => [child.id, child]))
  const oldOf = ({ id }: ChildSpec): ChildSpec | undefined => loaded.get(id) ?? byId.get(id)?.spec
  const isNew = (wanted: ChildSpec): boolean => {
    const old = oldOf(wanted)
    return old === undefined || changedKeys(old, wanted).byRestart.length > 0
  }
  const changed = spec.children.flatMap((wanted) => {
    const child = byId.get(wanted.id)
    return child === undefined || isSame(oldOf(wanted), wanted) ? [] : [[child, wanted] as const]
  })
  return {
    removed: new Set(state.children.filter(({ id }) => loaded.has(id) && !wantedIds.has(id))),
    changed: new Map(changed),
    // One that was deleted by hand, or a temporary one that has ended, comes back only as another.
    added: spec.children.filter((wanted) => !byId.has(wanted.id) && isNew(wanted)),
    mustRestart: new Set(changed.filter(([, wanted]) => isNew(wanted)).map(([child]) => child)),
  }
}

/** Those of `changed` that are up or on their way, and whom their end takes along, as far as that is so of them. */
const takenAlong = (state: SupervisorState, changed: ReadonlySet<Child>): Set<Child> => {
  const { strategy } = state.flags
  const restarted = new Set<Child>()
  for (const child of changed) {
    if (restarted.has(child) || !isWanted(child)) continue
    addAll(restarted, restartSet(strategy, state.children, child).filter(isWanted))
  }
  return restarted
}

/** The child whose retry or back-off is to start this one as well. */
const waitedFor = ({ delays }: SupervisorState, child: Child): Child | undefined => {
  if (child.status.kind === 'down') return child.status.heldBackBy
  if (child.status.kind !== 'pending') return undefined
  return [...delays.values()].find(({ members }) => members.includes(child))?.failed
}

const addAll = (set: Set<Child>, children: Iterable<Child>): void => {
  for (const child of children) set.add(child)
}

const isWaiting = ({ status }: Child): boolean => status.kind === 'pending'

/** A failed start has left it down, its own or another's. */
const isLeftDown = ({ status }: Child): boolean =>
  status.kind === 'restarting' || (status.kind === 'down' && status.heldBackBy !== undefined)

/** Whether it is up or to come up. A one-shot that is done has stayed up, in this sense. */
const isWanted = (child: Child): boolean => {
  const { status, spec, lastExit } = child
  if (status.kind !== 'down') return true
  if (status.heldBackBy !== undefined) return true
  return spec.type === 'worker' && spec.program.ready.kind === 'exit' && lastExit?.class === 'normal'
}

/** Puts the new spec into force; the answer is who was added. */
const takeSpec = (turn: Turn, { call, spec, removed, changed, added, restarted }: Reload): readonly Child[] => {
  const { state } = turn
  for (const child of removed) {
    // A temporary one has left by its own end.
    if (state.byId.get(child.id) !== child) continue
    removeChild(state, child)
    emitOf(turn, child, { type: 'child.removed' }, call.received)
  }
  for (const [child, wanted] of changed) changeChild(turn, child, wanted)
  for (const child of restarted) child.restartsInARow = 0
  takeFlags(state, spec)
  const rows = added.map((child) => addChild(state, child))
  arrange(state, spec.children)
  return rows
}

const changeChild = (turn: Turn, child: Child, spec: ChildSpec): void => {
  child.spec = spec
  if (spec.type !== 'worker' || !isAlive(child)) return
  turn.commands.push({ type: 'changeChild', epoch: child.status.attempt.epoch, spec })
}

const takeFlags = (state: SupervisorState, spec: SupervisorChildSpec): void => {
  state.loaded = spec
  state.flags = spec.flags
  state.template = spec.template
  state.childBackoff = spec.childBackoff
  state.maxChildren = spec.maxChildren
}
