// The mailbox. The machine says when a message may be taken; what it does is judged by the child's state at that time.
import { isRestarted } from '@otp-sup/strategies'
import { shutDownIfDue } from './auto-shutdown.ts'
import { endDelay } from './delay.ts'
import { beginEnding, takeMail } from './evolve.ts'
import type { FactOf } from './fact.ts'
import { settleDown } from './halt.ts'
import type { Mark } from './mark.ts'
import { serveCall } from './on-call.ts'
import { restart } from './restart.ts'
import type { Child, Mail, SupervisorState } from './state.ts'
import type { Turn } from './turn.ts'

/** Takes the next message, whatever it is; one that names a child with something under way waits for that. */
export function takeAnyMail(turn: Turn, { chance }: FactOf<'mail.due'>): void {
  turn.state.chance = chance
  handle(
    turn,
    takeMail(turn.state, (mail) => !isBusy(turn.state, mail)),
  )
}

/** While a round waits for starts: takes the next message that is no call; calls wait. */
export function takeAllButCalls(turn: Turn, { chance }: FactOf<'mail.due'>): void {
  turn.state.chance = chance
  handle(
    turn,
    takeMail(turn.state, (mail) => mail.kind !== 'call'),
  )
}

/** While children are being started or stopped in one go: only a stop is taken, and interrupts that. */
export function takeStop(turn: Turn): void {
  handle(
    turn,
    takeMail(turn.state, (mail) => mail.kind === 'stop'),
  )
}

const isBusy = (state: SupervisorState, mail: Mail): boolean => {
  if (mail.kind !== 'call') return false
  if (mail.call.request.name === 'reload') return isAnythingUnderWay(state)
  const id = namedBy(mail.call.request)
  const kind = id === null ? undefined : state.byId.get(id)?.status.kind
  return kind === 'starting' || kind === 'stopping'
}

// A reload may name any child, and is one operation.
const isAnythingUnderWay = ({ counts, boot }: SupervisorState): boolean =>
  boot !== 'over' || counts.starting + counts.stopping > 0

const namedBy = (request: Extract<Mail, { readonly kind: 'call' }>['call']['request']): string | null => {
  if ('id' in request) return request.id
  if (request.name !== 'startChild' || typeof request.spec !== 'object' || request.spec === null) return null
  const { id, instances }: { readonly id?: unknown; readonly instances?: unknown } = request.spec
  if (typeof id !== 'string') return null
  // The one copy of a worker has a number as well.
  return instances === 1 ? `${id}@1` : id
}

const handle = (turn: Turn, mail: Mail | undefined): void => {
  switch (mail?.kind) {
    case 'exit':
      takeExit(turn, mail.child, mail.epoch)
      return
    case 'retry':
      if (mail.child.status.kind === 'restarting') restart(turn, mail.child, mail.child.status.failure)
      return
    case 'done':
      if (isUnseen(mail.child, mail.mark)) shutDownIfDue(turn, mail.child, mail.mark)
      return
    case 'call':
      serveCall(turn, mail.call)
      return
    case 'delayOver':
      endDelay(turn, mail.epoch)
      return
    case 'stop':
      beginEnding(turn.state, 'requested', mail.cause)
      turn.signal = 'stopTaken'
      return
    case undefined:
  }
}

// A round, a stop or a call that came before it has found the child dead: then there is nothing left to judge.
const takeExit = (turn: Turn, child: Child, epoch: number): void => {
  const { status } = child
  if (status.kind !== 'died' || status.attempt.epoch !== epoch) return
  const { death } = status
  if (isRestarted(child.spec.restart, death.exit.class)) {
    restart(turn, child, death.mark)
    return
  }
  settleDown(turn, child, death.mark)
  shutDownIfDue(turn, child, death.mark)
}

const isUnseen = ({ status }: Child, done: Mark): boolean => status.kind === 'down' && status.done === done
