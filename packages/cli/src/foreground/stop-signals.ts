import type { Io, RunSignal } from '../io.ts'

/** What the signals of a foreground run lead to. */
export type StopHandlers = {
  /** The first signal that asks for a stop. */
  readonly stop: (signal: RunSignal) => void
  /** SIGINT or SIGTERM, when a stop is under way already. Once. */
  readonly force: (signal: RunSignal) => void
  /** SIGHUP without a terminal: nobody closed one, somebody asks for a reload. */
  readonly reload: () => void
}

// By default these would end the process, and leave its children behind.
const SIGNALS: readonly RunSignal[] = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP', 'SIGALRM', 'SIGXCPU', 'SIGPWR']

/** Listens to the signals until the answer is called. */
export const onStopSignals = (
  io: Pick<Io, 'hasTerminal' | 'onSignal'>,
  { stop, force, reload }: StopHandlers,
): (() => void) => {
  let asked: 'nothing' | 'stop' | 'force' = 'nothing'
  const take = (signal: RunSignal): void => {
    if (signal === 'SIGHUP' && !io.hasTerminal) return reload()
    if (asked === 'nothing') {
      asked = 'stop'
      return stop(signal)
    }
    // A closing terminal may send SIGHUP more than once: that is no second request.
    if (asked === 'force' || signal === 'SIGHUP' || signal === 'SIGQUIT') return
    asked = 'force'
    force(signal)
  }
  const quiet = SIGNALS.map((signal) => io.onSignal(signal, () => take(signal)))
  return () => {
    for (const off of quiet) off()
  }
}
