import { describer, type SupervisionEvent } from '@otp-sup/core'

/** The leaf that a chain of causes is about: the last one in it that ended or could not be started. */
export const failedLeaf = (why: readonly SupervisionEvent[]): string | null =>
  why.findLast((event) => event.type === 'child.exited' || (event.type === 'child.start_failed' && !event.failed))
    ?.path ?? null

/** A run that ended badly. */
export type BadEnd = {
  readonly what: string
  /** The chain of causes, oldest first. */
  readonly why: readonly SupervisionEvent[]
  /** The child that it is about. */
  readonly leaf: string | null
  /** What that child said last. */
  readonly lastLines: readonly string[]
}

// These only say again what the event before or after them says.
const isEcho = (event: SupervisionEvent): boolean =>
  event.type === 'tree.starting' ||
  event.type === 'supervisor.starting' ||
  event.type === 'child.starting' ||
  event.type === 'supervisor.stopping' ||
  (event.type === 'supervisor.stopped' && event.exit.kind === 'gave_up')

/** What happened, why, a sentence each, and what the child said last. */
export const badEnd = ({ what, why, leaf, lastLines }: BadEnd): readonly string[] => {
  const describe = describer()
  const reasons = why.flatMap((event) => (isEcho(event) ? [] : [`  ${describe(event).message}`]))
  const words = lastLines.length === 0 ? [] : [`Last lines of ${leaf}:`, ...lastLines.map((line) => `  | ${line}`)]
  return [`otp-sup: ${what}. Why:`, ...reasons, ...words]
}
