/** What the exit code of the command tells scripts. */
export const EXIT = {
  /** Done, or stopped as asked. */
  done: 0,
  /** The operation did not succeed, or an internal error ended the tree. */
  failed: 1,
  /** Wrong usage, or a tree file that is unreadable or invalid. */
  usage: 2,
  /** The child that was named is not running. */
  notRunning: 3,
  /** There is no child at that path. */
  noSuchPath: 4,
  /** No tree is running under that name. */
  noTree: 5,
  /** The root gave up: more restarts than its intensity allows. */
  gaveUp: 10,
  /** A child could not be started at boot. */
  startFailed: 12,
  /** `--timeout` ran out. */
  timedOut: 124,
  /** A second SIGINT or SIGTERM forced the stop. */
  forced: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** What `run` ends with when its tree has ended so. `gaveUp`: a supervisor that gave up led to it. */
export const exitCodeOf = (
  outcome: 'stopped' | 'gave_up' | 'auto_shutdown' | 'start_failed' | 'internal_error',
  gaveUp: boolean,
): ExitCode => {
  if (outcome === 'start_failed') return EXIT.startFailed
  // A significant supervisor that gave up may have led to the automatic shutdown of the root.
  if (gaveUp && outcome !== 'stopped') return EXIT.gaveUp
  return outcome === 'internal_error' ? EXIT.failed : EXIT.done
}

/** How a command tells its exit code. */
export type Finish = (code: number) => void
