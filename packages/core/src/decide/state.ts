// What one supervisor knows. Plain data, changed only by the rules of this room; nothing here reads a clock or knows a
// process. What only the world knows (pids, numbers of starts and events) the runtime fills in.
import type { Dependencies } from '@otp-sup/strategies'
import type { KillReason } from '../events.ts'
import type { ExitReason, Failing } from '../exit-reason.ts'
import type { Backoff, ChildSpec, SupervisorChildSpec, SupervisorFlags } from '../spec/child-spec.ts'
import type { Call, ReloadFailure, ReloadRequest } from './call.ts'
import type { Mark } from './mark.ts'

/** One start of a child. Its epoch tells its facts from those of other starts. */
export type Attempt = {
  readonly epoch: number
  readonly startedAtMs: number
  /** The event that announced it. */
  readonly began: Mark
  /** Filled in by the runtime when the start is carried out: only it knows all the starts of a path. */
  incarnation: number
  /** Filled in by the runtime; stays null for a supervisor. */
  pid: number | null
}

/** Why a child is being started. */
export type StartPurpose =
  | { readonly kind: 'boot' | 'round' | 'restart' }
  | { readonly kind: 'call'; readonly call: Call }

/** Why a start must not go on: it takes too long, or is over a limit. */
export type StartFault = 'start_timeout' | Failing['kind']

/** Who asked a child to stop. A start that must not go on is the child's own affair: it fails when the child is down. */
export type StopPurpose =
  | { readonly kind: 'halt' }
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'failed_start'; readonly because: StartFault; readonly start: StartPurpose }

export type Status =
  /**
   * `done`: a one-shot's end that nobody has looked at. `heldBackBy`: the child whose failed start kept a round from
   * starting this one; its retry starts it. Whatever else concerns the child forgets both.
   */
  | { readonly kind: 'down'; readonly done?: Mark; readonly heldBackBy?: Child }
  /** To be started by a boot, a round or a restart, when what it depends on is ready and its back-offs are over. */
  | { readonly kind: 'pending'; readonly cause: Mark }
  | { readonly kind: 'starting'; readonly attempt: Attempt; readonly purpose: StartPurpose }
  | {
      readonly kind: 'running'
      readonly attempt: Attempt
      readonly readyAtMs: number
      /** It is being stopped for a reason of its own: until it is down it counts as running. */
      readonly failing: OwnStop | null
    }
  /** Its exit has arrived and waits in the mailbox; until that is taken, calls see it running, as in OTP. */
  | { readonly kind: 'died'; readonly attempt: Attempt; readonly death: Death }
  | {
      readonly kind: 'stopping'
      readonly attempt: Attempt
      readonly by: StopPurpose
      /** The latest event about it: that it was asked, or that it is being killed. */
      readonly asked: Mark
      readonly killed: boolean
    }
  /** A restart of it failed; the retry is in the mailbox. */
  | { readonly kind: 'restarting'; readonly failure: Mark }

/** A stop that nobody asked for: the leaf is unhealthy, or over a limit. Its end is a failure. */
export type OwnStop = {
  readonly because: Failing['kind']
  /** The latest event about it. */
  readonly asked: Mark
  /** When its SIGKILL is due; null: at no time. */
  readonly killAtMs: number | null
  /** Why it got SIGKILL; null: it did not. */
  readonly killed: KillReason | null
}

export type StatusOf<Kind extends Status['kind']> = Extract<Status, { readonly kind: Kind }>

/** The statuses of a child that has been started: some attempt is behind it. */
export type Attempted = Extract<Status, { readonly attempt: Attempt }>

/** An end that nobody asked for, with the event that told of it. */
export type Death = { readonly exit: ExitReason; readonly mark: Mark }

export type Child = {
  readonly id: string
  readonly path: string
  spec: ChildSpec
  position: number
  dependsOn: Dependencies
  status: Status
  lastExit: ExitReason | null
  /** Restarts in a row that it has led to: its back-off grows with them. */
  restartsInARow: number
}

/** What waits until the supervisor takes it. A message names the child, and is judged by the child's state then. */
export type Mail =
  | { readonly kind: 'exit'; readonly child: Child; readonly epoch: number }
  | { readonly kind: 'retry'; readonly child: Child }
  /** A significant one-shot has done its work. */
  | { readonly kind: 'done'; readonly child: Child; readonly mark: Mark }
  | { readonly kind: 'call'; readonly call: Call }
  /** A back-off is over. */
  | { readonly kind: 'delayOver'; readonly epoch: number }
  /** The parent, a signal or a person asks for the end. */
  | { readonly kind: 'stop'; readonly cause: Mark }

/** Children that are being started, in list order. Those before `from` are ready. */
export type Launch = { readonly members: readonly Child[]; readonly lastNamed: number; from: number }

/** Children that are being stopped, in list order, all for one reason. Those from `until` on are down. */
export type Halt = {
  readonly members: readonly Child[]
  readonly cause: Mark
  /** The round that goes on when all are down; null when the supervisor ends. */
  readonly round: Round | null
  until: number
}

/** Whose failure a round is about, and how long its starts wait once all is stopped. */
export type Round = { readonly failed: Child; readonly delayMs: number }

/** A back-off under way: its members (list order) are not started before it is over. */
export type Delay = { readonly failed: Child; readonly cause: Mark; members: readonly Child[] }

/** A reload under way. `removed` and `restarted` are stopped first. */
export type Reload = {
  readonly call: Call
  readonly spec: SupervisorChildSpec
  readonly mode: ReloadRequest['mode']
  readonly removed: ReadonlySet<Child>
  /** What is new about children that stay. */
  readonly changed: ReadonlyMap<Child, ChildSpec>
  readonly added: readonly ChildSpec[]
  readonly restarted: ReadonlySet<Child>
  /** Null while those that must stop do. */
  started: ReadonlySet<Child> | null
  failure: ReloadFailure | null
}

/** Why a supervisor ends. `failure`: the leaf that failed, when it is the boot that failed. */
export type Ending = {
  readonly exit: ExitReason
  readonly cause: Mark
  readonly announced: Mark
  readonly failure: StartFailure | null
}

/** A failed start, named by the leaf at the bottom of it. */
export type StartFailure = { readonly path: string; readonly mark: Mark }

/** A significant end for which it was too early. */
type Undecided = { readonly ended: Child; readonly cause: Mark }

export type SupervisorState = {
  readonly path: string
  /** What it was started with, or what the last reload made of it. Calls do not change it. */
  loaded: SupervisorChildSpec
  flags: SupervisorFlags
  /** For `simple_one_for_one`: what its children are made of, and how many there may be. */
  template: ChildSpec | null
  /** For children that are added and have no back-off of their own. */
  childBackoff: Backoff | null
  maxChildren: number | null
  /** Numbers its children made of the template, over the whole run. */
  readonly copies: { next: number }
  readonly incarnation: number
  /** The event that announces this supervisor's own start, and what led to it. */
  readonly began: Mark
  readonly cause: Mark
  /** Folder to which relative paths of specs added at run time belong. */
  readonly cwd: string
  nowMs: number
  /** From 0 to 1, new with every message that is taken: chance comes in with facts. */
  chance: number
  children: Child[]
  readonly byId: Map<string, Child>
  nextPosition: number
  nextEpoch: number
  /** Times of restarts, ascending. OTP: `restarts`. */
  restartsMs: number[]
  mailbox: Mail[]
  /** Calls without an answer, in order of arrival. */
  readonly calls: Set<Call>
  /** How many children have each kind of status. */
  readonly counts: Record<Status['kind'], number>
  /** How many children a boot or a round has under way. */
  launching: number
  launch: Launch | null
  /** Significant ends that are to be judged again: after the call that has another such child under way, or the boot. */
  undecided: readonly Undecided[]
  /** Back-offs under way, by the epochs of their timers. */
  readonly delays: Map<number, Delay>
  /** `held`: up but for starts that are tried again (`onStartFailure: 'retry'`). */
  boot: 'under way' | 'held' | 'over'
  halt: Halt | null
  /** A reload that has begun, and not come to its end. */
  reload: Reload | null
  ending: Ending | null
  kill: KillReason | null
}
