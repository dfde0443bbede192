// The writers of children and of the mailbox: what must always change together changes here. Rules work in place.
import { lastNamed } from '@otp-sup/strategies'
import type { ChildSpec, DependsOn } from '../spec/child-spec.ts'
import { supervisorExit } from './exits.ts'
import type { Mark } from './mark.ts'
import type { Child, Launch, Mail, StartFailure, Status, SupervisorState } from './state.ts'

/** A mark for an event that is to be written. */
export function newMark(): Mark {
  return { seq: null }
}

/** Says why the supervisor ends; the machine is told by a signal. `failure`: the leaf that kept it from booting. */
export function beginEnding(
  state: SupervisorState,
  kind: Parameters<typeof supervisorExit>[0],
  cause: Mark,
  failure: StartFailure | null = null,
): void {
  state.ending = { exit: supervisorExit(kind), cause, announced: newMark(), failure }
}

/** Whether a status belongs to a start that a boot or a round has under way. */
const isLaunching = (status: Status): boolean => {
  if (status.kind === 'starting') return status.purpose.kind === 'boot' || status.purpose.kind === 'round'
  return status.kind === 'stopping' && status.by.kind === 'failed_start' && isGroupStart(status.by.start.kind)
}
const isGroupStart = (kind: string): boolean => kind === 'boot' || kind === 'round'

export function setStatus(state: SupervisorState, child: Child, status: Status): void {
  if (isLaunching(child.status)) state.launching -= 1
  if (isLaunching(status)) state.launching += 1
  // Whoever is unhealthy is ready no longer, in this sense.
  if (child.status.kind === 'running' && child.status.failing === null) {
    forgetRowIfSettled(state, child, child.status.readyAtMs)
  }
  state.counts[child.status.kind] -= 1
  state.counts[status.kind] += 1
  child.status = status
}

/** A child that was ready for long enough begins a new row of restarts. */
const forgetRowIfSettled = (state: SupervisorState, child: Child, readyAtMs: number): void => {
  const { backoff } = child.spec
  if (backoff !== null && state.nowMs - readyAtMs >= backoff.resetAfterMs) child.restartsInARow = 0
}

/** Appends a child. Its edges go to the children that are in the list now, and never to a later one of the same id. */
export function addChild(state: SupervisorState, spec: ChildSpec): Child {
  const child: Child = {
    id: spec.id,
    path: `${state.path}/${spec.id}`,
    spec,
    position: state.nextPosition++,
    dependsOn: positionsOf(state, spec.dependsOn),
    status: { kind: 'down' },
    lastExit: null,
    restartsInARow: 0,
  }
  state.counts.down += 1
  state.children.push(child)
  state.byId.set(child.id, child)
  return child
}

const positionsOf = (state: SupervisorState, dependsOn: DependsOn): Child['dependsOn'] => {
  if (dependsOn === 'all_before') return dependsOn
  // Checked: they name children of the list. After a reload some may be gone, deleted by hand.
  return dependsOn.flatMap((id) => state.byId.get(id)?.position ?? [])
}

/**
 * Puts the children into the order of `specs`, with the edges that these name; children that were added by calls come
 * behind them and keep their edges.
 */
export function arrange(state: SupervisorState, specs: readonly ChildSpec[]): void {
  const listed = specs.flatMap(({ id }) => state.byId.get(id) ?? [])
  const isListedHere = new Set(listed)
  const others = state.children.filter((child) => !isListedHere.has(child))
  const byPosition = new Map(state.children.map((child) => [child.position, child]))
  const edges = others.map(({ dependsOn }) =>
    dependsOn === 'all_before' ? dependsOn : dependsOn.flatMap((position) => byPosition.get(position) ?? []),
  )
  state.children = [...listed, ...others]
  for (const child of state.children) child.position = state.nextPosition++
  for (const child of listed) child.dependsOn = positionsOf(state, child.spec.dependsOn)
  for (const [index, child] of others.entries()) {
    const named = edges[index] as (typeof edges)[number]
    child.dependsOn = named === 'all_before' ? named : named.map(({ position }) => position)
  }
  for (const delay of state.delays.values()) delay.members = inOrder(delay.members)
  if (state.launch !== null) state.launch = launchOf(inOrder(state.launch.members))
}

const launchOf = (members: readonly Child[]): Launch => ({ members, lastNamed: lastNamed(members), from: 0 })

const inOrder = (children: readonly Child[]): Child[] => children.toSorted((a, b) => a.position - b.position)

export function removeChild(state: SupervisorState, child: Child): void {
  setStatus(state, child, { kind: 'down' })
  state.counts.down -= 1
  state.byId.delete(child.id)
  state.children.splice(indexOf(state.children, child), 1)
}

const indexOf = (children: readonly Child[], child: Child): number => {
  let low = 0
  let high = children.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((children[middle] as Child).position < child.position) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether `child` is one of `children` (list order). */
export function isListed(children: readonly Child[], child: Child): boolean {
  return children[indexOf(children, child)] === child
}

/** Adds `members` (list order) to the children that are being started. */
export function joinLaunch(state: SupervisorState, members: readonly Child[]): void {
  // A child whose start has failed holds back its dependents until its retry, whichever round they belong to.
  const failed =
    state.counts.restarting === 0 ? [] : state.children.filter(({ status }) => status.kind === 'restarting')
  const before = [...(state.launch?.members ?? []), ...failed]
  const all = before.length === 0 ? members : mergeByPosition(before, members)
  state.launch = launchOf(all)
}

const mergeByPosition = (some: readonly Child[], others: readonly Child[]): Child[] =>
  inOrder([...new Set([...some, ...others])])

export function postMail(state: SupervisorState, mail: Mail): void {
  state.mailbox.push(mail)
}

/** Takes the first message that `isTaken` wants out of the mailbox; the others keep their order. */
export function takeMail(state: SupervisorState, isTaken: (mail: Mail) => boolean): Mail | undefined {
  const index = state.mailbox.findIndex(isTaken)
  if (index === 0) return state.mailbox.shift()
  return index === -1 ? undefined : state.mailbox.splice(index, 1)[0]
}

/** Notes a restart in the window and forgets those before it, now and then: `restartsMs` stays short. */
export function noteRestart(state: SupervisorState, inWindow: number): void {
  if (state.restartsMs.length > 2 * inWindow + 16) {
    state.restartsMs = state.restartsMs.slice(state.restartsMs.length - inWindow)
  }
  state.restartsMs.push(state.nowMs)
}
