// An event as it leaves the program: a JSON line (design, section 5). Read loosely on purpose: these tests hold the
// lines to the contract, not the program's types.

type Header = {
  readonly seq: number
  readonly cause: number | null
  readonly path: string
  readonly incarnation: number
}
type Exit = {
  readonly class: 'normal' | 'shutdown' | 'abnormal'
  readonly kind: string
  readonly signal?: string | null
}
type RestartCount = { readonly restarts: number; readonly intensity: number }

/** The answer of a call: OTP's `{ok, _}` or `{error, _}`. */
export type CallAnswer = {
  readonly call: string
  readonly ok: boolean
  readonly value?: unknown
  readonly error?: unknown
}

export type EventLine = Header &
  (
    | { readonly type: 'supervisor.starting' | 'supervisor.started' | 'child.started' | 'child.removed' }
    | { readonly type: 'child.starting' | 'child.spawned' | 'child.stopping' }
    | { readonly type: 'child.start_failed'; readonly failed?: string }
    | { readonly type: 'child.killing'; readonly why: string }
    | { readonly type: 'child.exited'; readonly exit: Exit; readonly requested: boolean }
    | { readonly type: 'supervisor.stopping' | 'supervisor.stopped'; readonly exit: Exit }
    | ({
        readonly type: 'supervisor.restarting'
        readonly strategy: string
        readonly failed: string
        readonly terminate: readonly string[]
        readonly start: readonly string[]
      } & RestartCount)
    | ({ readonly type: 'supervisor.gave_up' } & RestartCount)
    | { readonly type: 'call.received'; readonly call: string }
    | ({ readonly type: 'call.answered' } & CallAnswer)
    | { readonly type: 'scenario.step'; readonly step: number; readonly applied: boolean }
    | { readonly type: 'simulation.ended'; readonly running: readonly string[]; readonly outcome: string }
    | { readonly type: 'tree.starting' | 'tree.started' | 'tree.stopping' | 'tree.stopped' }
  )

/** OTP's three sorts of exit reasons, and the kill: `killed` is a SIGKILL, ours or another's. */
export function exitClass(exit: Exit): string {
  return exit.kind === 'killed' || exit.signal === 'SIGKILL' ? 'killed' : exit.class
}
