// What the control API sees of a running tree.
import type { CallResult, StartedChild } from './decide/call.ts'
import type { SupervisionEvent } from './events.ts'
import type { ReloadResult } from './runtime/reload.ts'
import type { SignalName } from './spec/signals.ts'
import type { ChildStatus } from './status.ts'
import type { TreeCalls } from './tree.ts'

export type { SpecChange } from './spec/diff-specs.ts'
export type { CallResult, ReloadResult, StartedChild }

/** A running tree, as far as it is steered from outside. */
export interface ControlledTree {
  readonly name: string
  readonly rootPath: string
  readonly run: string
  /** OTP's calls. */
  readonly calls: TreeCalls
  status(): readonly ChildStatus[]
  /** A child's spec with every default and those below it, as people may see it: without secrets. Null when it has none. */
  specOf(path: string): unknown
  /** Siblings that must be ready before a child that waits is started. */
  waitsFor(path: string): readonly string[]
  /** Paths of the siblings that depend on a child, directly or not, in start order. */
  dependentsOf(path: string): readonly string[]
  /** Stops a child by SIGKILL; a stop that is under way is cut short. */
  terminateNow(path: string): Promise<CallResult<null>>
  /** A signal to a worker's leader or group; false when it has no process. */
  signal(path: string, name: SignalName, to: 'leader' | 'group'): boolean
  /** Stops the tree, in order. */
  stop(): void
  /** SIGKILL to everything. */
  kill(): void
  listen(listener: (event: SupervisionEvent) => void): () => void
  /** The remembered events after that number, oldest first. */
  eventsAfter(seq: number): readonly SupervisionEvent[]
  /** An event and what led to it, oldest first, as far back as is remembered; of that the latest `most`. */
  chain(seq: number, most: number): readonly SupervisionEvent[]
}
