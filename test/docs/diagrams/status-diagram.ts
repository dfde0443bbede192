// The statuses of a child and what leads from one to the next. The test beside it holds this list equal to what happens.

/** From, to, why. `[*]` is: not in the supervisor's list. */
const TRANSITIONS = [
  ['[*]', 'down', 'the spec lists it, or startChild'],
  ['down', 'pending', 'a boot or a round is to start it'],
  ['down', 'starting', 'it is started alone: a restart, or a call'],
  ['pending', 'starting', 'what it depends on is ready, its back-off is over'],
  ['pending', 'down', 'a start before it failed, or the supervisor ends'],
  ['pending', '[*]', 'deleteChild during its back-off'],
  ['starting', 'running', 'ready'],
  ['starting', 'down', 'its start failed in a boot or a call, or a one-shot is done'],
  ['starting', '[*]', 'a temporary one-shot is done'],
  ['starting', 'restarting', 'its start failed in a restart'],
  ['starting', 'stopping', 'asked to stop, not ready in time, or over a limit'],
  ['running', 'died', 'it ended by itself'],
  ['running', 'running', 'unhealthy or over a limit: it is stopped; its time is over: SIGKILL'],
  ['running', 'stopping', 'asked to stop, or killed'],
  ['running', '[*]', 'temporary, it ended by itself while it waited to be stopped'],
  ['running', 'down', 'it ended by itself while it waited to be stopped'],
  ['died', 'down', 'its exit is taken: restarted from here, or left'],
  ['died', '[*]', 'its exit is taken, and it is temporary'],
  ['stopping', 'stopping', 'the time is over: SIGKILL'],
  ['stopping', 'down', 'it has ended'],
  ['stopping', '[*]', 'it has ended, and it is temporary'],
  ['stopping', 'restarting', 'not ready in time, or over a limit, in a restart, and now it has ended'],
  ['restarting', 'down', 'its retry is taken: restarted from here; or called off'],
  ['down', '[*]', 'deleteChild, or startChild failed'],
] as const

/** The transitions of the diagram, as `from --> to`. */
export const drawnTransitions: readonly string[] = TRANSITIONS.map(([from, to]) => `${from} --> ${to}`)

/** The lines of a Mermaid state diagram. */
export function statusDiagram(): string[] {
  return ['stateDiagram-v2', ...TRANSITIONS.map(([from, to, why]) => `  ${from} --> ${to} : ${why}`)]
}
