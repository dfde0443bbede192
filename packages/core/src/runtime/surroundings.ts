// What a supervisor at work and the tree around it know of each other.
import type { Call, CallResult, CallValues } from '../decide/call.ts'
import type { Fact } from '../decide/fact.ts'
import type { Mark } from '../decide/mark.ts'
import type { SupervisorState } from '../decide/state.ts'
import type { CallName, EventBody, SupervisionEvent } from '../events.ts'
import type { TreePorts } from '../ports/ports.ts'
import type { SignalName } from '../spec/signals.ts'
import type { Measured } from './monitor.ts'

type Untimed<F> = F extends Fact ? Omit<F, 'atMs'> : never

/** A fact that has not got its time yet. */
export type News = Untimed<Fact>

/** A supervisor, as its tree holds it. */
export interface Supervisor {
  readonly path: string
  readonly state: SupervisorState
  /** For the tree's queue: turns that were asked for and have not come. */
  turns: number
  /** Whether all of it is up: it has booted, and does not go down. */
  isUp(): boolean
  /** In which state its machine is, nested ones joined by dots; `failed` when it threw. */
  phase(): string
  /** When its timers fire, by the epochs that they belong to. */
  timersDueMs(): ReadonlyMap<number, number>
  /** A signal to a leaf that has a process, at once; false when it has none. */
  signal(id: string, name: SignalName, to: 'leader' | 'group'): boolean
  /** Brings a fact in. */
  send(news: News): void
  /** Takes one message out of the mailbox, if the supervisor takes any now. */
  takeMail(): void
}

/** The tree around a supervisor. */
export interface Surroundings {
  readonly ports: TreePorts
  readonly run: string
  /** Folder to which relative paths of specs added at run time belong. */
  readonly cwd: string
  /**
   * Lets `act` bring facts in; messages are taken when it is done. So everything that `act` brings is in its mailbox
   * before the first message is handled.
   */
  act(act: () => void): void
  /** Does `act` when the supervisor that is at work now has come to rest, and before any message is taken. */
  afterwards(act: () => void): void
  /** Lets a supervisor take the messages that it has got so far, now, whoever's turn it is. */
  drainMailbox(supervisor: Supervisor): void
  /** A supervisor has messages that may be taken: it gets a turn for each of them, behind those already queued. */
  queueTurns(supervisor: Supervisor): void
  /** Number of the next start of a path: counted over the whole run. */
  nextIncarnation(path: string): number
  /** Numbers of children made of a template at a path: counted over the whole run. */
  copiesOf(path: string): { next: number }
  /** Writes an event. */
  announce(path: string, body: EventBody, cause: Mark | null): SupervisionEvent
  answer(call: Call, result: CallResult<CallValues[CallName]>): void
  /** A leaf has a process: it is measured from now on; the answer ends that. */
  measure(leaf: Measured): () => void
  /** A supervisor has begun: calls reach it by its path. */
  enlist(supervisor: Supervisor): void
  /** A supervisor has ended. */
  dismiss(supervisor: Supervisor): void
  /** Something threw that must not. */
  reportBug(path: string, error: unknown): void
}
