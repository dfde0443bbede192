/** A child that was asked to stop and is still there. */
export type StoppingChild = {
  readonly path: string
  /** Milliseconds until it is killed; null: without a limit; `'killed'`: it was, and has not ended yet. */
  readonly leftMs: number | null | 'killed'
}

const timeLeft = (leftMs: StoppingChild['leftMs']): string => {
  if (leftMs === null) return 'no limit'
  return leftMs === 'killed' ? 'killed' : `${Math.ceil(Math.max(0, leftMs) / 1000)} s left`
}

/** Whom a stop waits for, with the time left: one line. */
export const waitingLine = (children: readonly StoppingChild[]): string =>
  `waiting for ${children.map(({ path, leftMs }) => `${path} (${timeLeft(leftMs)})`).join(', ')}`
