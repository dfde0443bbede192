// Two states of a tree are the same when everything that decides what happens next is the same. Numbers that only count
// up (events, process ids, starts) decide nothing; times count from now.
import type { Call, CallRequest } from '../decide/call.ts'
import type { Child, Mail, Round, Status, SupervisorState } from '../decide/state.ts'
import type { Supervisor } from '../runtime/surroundings.ts'
import type { Backoff } from '../spec/child-spec.ts'
import { isRecord } from '../spec/plain-data.ts'
import { supervisorsOf, type World } from './world.ts'

/** A text that is the same for states that are the same. */
export function fingerprint(world: World): string {
  const { tree, clock, launcher, isAskedToStop } = world
  if (tree.isOver) return `over: ${world.outcome()}`
  const nowMs = clock.nowMs()
  const leaves = launcher
    .leaves()
    .map(({ path, isReady, isAsked, isKilled }) => `${path} ${isReady} ${isAsked} ${isKilled}`)
  return JSON.stringify([
    isAskedToStop,
    supervisorsOf(world).map((supervisor) => outline(supervisor, nowMs)),
    sorted(leaves),
  ])
}

const outline = (supervisor: Supervisor, nowMs: number): readonly unknown[] => {
  const { state } = supervisor
  const since = nowMs - state.flags.periodMs
  return [
    supervisor.phase(),
    state.boot,
    state.children.map((child) => childOutline(state, child, nowMs)),
    // Whoever never gives up does not count.
    state.flags.intensity === 'infinity' ? [] : state.restartsMs.filter((ms) => ms >= since).map((ms) => nowMs - ms),
    state.mailbox.map(mailOutline),
    [...state.calls].map(callOutline),
    idsOf(state.launch?.members),
    state.undecided.map(({ ended }) => ended.id),
    [...state.delays.values()].map(({ failed, members }) => [failed.id, idsOf(members)]),
    state.halt === null ? null : [idsOf(state.halt.members), roundOutline(state.halt.round)],
    state.ending?.exit.kind,
    state.kill,
    sorted([...supervisor.timersDueMs()].map(([epoch, dueMs]) => `${ownerOf(state, epoch)} ${dueMs - nowMs}`)),
    state.template === null ? 0 : state.copies.next,
  ]
}

const childOutline = (state: SupervisorState, child: Child, nowMs: number): readonly unknown[] => {
  const { id, status, dependsOn, spec } = child
  const edges =
    dependsOn === 'all_before'
      ? dependsOn
      : state.children.filter((c) => dependsOn.includes(c.position)).map((c) => c.id)
  if (spec.backoff === null) return [id, edges, statusOutline(status)]
  const readyMs = status.kind === 'running' ? Math.min(nowMs - status.readyAtMs, spec.backoff.resetAfterMs) : 0
  return [id, edges, statusOutline(status), readyMs, Math.min(child.restartsInARow, longestRow(spec.backoff))]
}

/** From so many restarts in a row on, each waits as long as the one before. */
const longestRow = ({ initialMs, factor, maxMs }: Backoff): number => {
  if (factor <= 1 || initialMs >= maxMs) return 2
  return 2 + Math.ceil(Math.log(maxMs / initialMs) / Math.log(factor))
}

const statusOutline = (status: Status): readonly unknown[] => {
  switch (status.kind) {
    case 'down':
      return [status.kind, status.done !== undefined, status.heldBackBy?.id]
    case 'starting':
      return [status.kind, status.purpose.kind]
    case 'stopping':
      return [status.kind, status.by.kind, status.by.kind === 'failed_start' && status.by.start.kind, status.killed]
    case 'died':
      return [status.kind, status.death.exit.class]
    case 'running':
      return [status.kind, status.failing?.killed]
    case 'pending':
    case 'restarting':
      return [status.kind]
  }
}

const mailOutline = (mail: Mail): readonly unknown[] => {
  switch (mail.kind) {
    case 'exit': {
      const { status } = mail.child
      return [mail.kind, mail.child.id, 'attempt' in status && status.attempt.epoch === mail.epoch]
    }
    case 'retry':
    case 'done':
      return [mail.kind, mail.child.id]
    case 'call':
      return [mail.kind, callOutline(mail.call)]
    case 'delayOver':
    case 'stop':
      return [mail.kind]
  }
}

const callOutline = ({ request, path }: Call): readonly unknown[] => [request.name, path, idIn(request)]

/** Whom a call is about: of a start that is the id in its spec. */
const idIn = (request: CallRequest): unknown => {
  if ('id' in request) return request.id
  if (request.name !== 'startChild') return null
  return isRecord(request.spec) ? request.spec['id'] : null
}

const roundOutline = (round: Round | null): readonly unknown[] | null =>
  round === null ? null : [round.failed.id, round.delayMs]

const idsOf = (children: readonly Child[] | undefined): readonly string[] | undefined => children?.map(({ id }) => id)

const ownerOf = ({ children, delays }: SupervisorState, epoch: number): string => {
  const delay = delays.get(epoch)
  if (delay !== undefined) return `back-off of ${delay.failed.id}`
  return children.find(({ status }) => 'attempt' in status && status.attempt.epoch === epoch)?.id ?? ''
}

const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted((a, b) => (a < b ? -1 : 1))
