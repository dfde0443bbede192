import type { ExitKind, ExitReason } from '../exit-reason.ts'

const ENDS: Readonly<Record<ExitKind, (exit: ExitReason) => string>> = {
  exit: ({ code }) => `exited with code ${code}`,
  signal: ({ signal }) => `was ended by ${signal}`,
  spawn_error: ({ errno }) => `could not be run (${errno}${HINTS[errno ?? ''] ?? ''})`,
  start_timeout: () => 'was not ready in time',
  unhealthy: () => 'was stopped because it was unhealthy',
  memory_limit: () => 'was stopped because it used too much memory',
  cpu_limit: () => 'was stopped because it used too much CPU',
  killed: () => 'did not stop when asked and was killed',
  requested: () => 'was told to stop',
  gave_up: () => 'gave up: too many restarts',
  auto_shutdown: () => 'shut down because a significant child ended',
  start_failed: () => 'could not start its children',
  internal_error: () => 'ended by an internal error of otp-sup',
}

const HINTS: Readonly<Record<string, string>> = {
  ENOENT: ': no such program or working directory',
  EACCES: ': no permission to run it',
  ENOEXEC: ': not a program',
}

/** How something ended, as the end of a sentence: `exited with code 1`, `was ended by SIGKILL`. */
export const describeExit = (exit: ExitReason): string => ENDS[exit.kind](exit)
