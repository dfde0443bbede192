// The entry point of those who steer running trees. It loads neither the machines nor what they need.
import { existsSync } from 'node:fs'
import { type NameHolder, readHolder } from './adapters/name-holder.ts'
import { namesIn, runPlace, whyNotTrusted } from './adapters/run-directory.ts'
import { type ControlClient, ControlError, connectTo } from './control/client.ts'

export { runBase, whyUnsafe } from './adapters/run-directory.ts'

export type * from './control/api.ts'
export {
  type ControlClient,
  ControlError,
  type ControlErrorCode,
  connectTo,
  type LinesOptions,
  type StreamOptions,
} from './control/client.ts'
export type { CallResult, ReloadResult, SpecChange, StartedChild } from './controlled.ts'
export type { CallName, SupervisionEvent } from './events.ts'
export type { ExitReason } from './exit-reason.ts'
export { describer } from './log/describe-event.ts'
export { describeExit } from './log/describe-exit.ts'
export { durationText } from './log/duration-text.ts'
export { sizeText } from './log/size-text.ts'
export type { OutputLine } from './ports/output.ts'
export { parseDuration } from './spec/duration.ts'
export type { ChildState, ChildStatus, RestartWindow } from './status.ts'

/** A tree that runs, or was killed while it ran. */
export type KnownTree = {
  readonly name: string
  /** The tree file, absolute; null when it is none. */
  readonly file: string | null
  readonly pid: number
  readonly socket: string
}

/**
 * Connects to the tree of that name. Throws a {@link ControlError}: `not_running` when there is none, `not_allowed` when
 * its run directory could be somebody else's.
 */
export async function connect(name: string): Promise<ControlClient> {
  const place = runPlace(name)
  const why = whyNotTrusted(place)
  if (why !== null) throw new ControlError('not_allowed', `The run directory cannot be trusted: ${why}.`)
  return connectTo(place.socket)
}

/**
 * The trees of this user that have a socket, by name; what somebody else could have made is passed over. Whether they
 * answer is seen by connecting.
 */
export function knownTrees(): readonly KnownTree[] {
  return namesIn().flatMap((name) => {
    const place = runPlace(name)
    const holder: NameHolder | null = readHolder(place)
    if (holder === null || !existsSync(place.socket) || whyNotTrusted(place) !== null) return []
    return [{ name, file: holder.file, pid: holder.pid, socket: place.socket }]
  })
}

/** The trees of this user that run. Throws a {@link ControlError} when one is there and does not answer. */
export async function runningTrees(): Promise<readonly ControlClient[]> {
  const tried = await Promise.all(knownTrees().map(({ socket }) => connectTo(socket).catch(ignoreNotRunning)))
  return tried.filter((client) => client !== null)
}

const ignoreNotRunning = (error: unknown): null => {
  if (error instanceof ControlError && error.code === 'not_running') return null
  throw error
}
