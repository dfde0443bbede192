// A scenario of `otp-scenarios/`, whose real trace lies in traces/, as a case of ours.
import type { Case, LeafTree, Step, SupervisorTree, Tree } from '../case.ts'

export type OtpScenario = {
  /** `traces/FILE.txt`, and how the title of its section begins. */
  readonly file: string
  readonly title: string
  readonly tested: Case
  /** Where the trace needs starts that take time; the Erlang runner of differential/ has only sudden ones. */
  readonly takesTime?: true
  /** Where we differ on purpose: why, and the real lines as ours must be. */
  readonly differs?: { readonly why: string; readonly ours: (real: readonly string[]) => readonly string[] }
}

export function scenario(file: string, title: string, tree: SupervisorTree, steps: readonly Step[]): OtpScenario {
  return { file, title, tested: { tree, steps } }
}

/** OTP's words for a child: `w(a, #{restart => transient})` in the escripts. */
export function w(id: string, options: Omit<LeafTree, 'id' | 'command'> = {}): LeafTree {
  return { id, command: ['leaf'], ...options }
}

/** OTP's words for a supervisor: `s(sub, #{intensity => 0}, [w(a)])`; flags not given are OTP's defaults. */
export function s(
  id: string,
  flags: Partial<Omit<SupervisorTree, 'id' | 'children'>>,
  children: readonly Tree[],
): SupervisorTree {
  return { id, strategy: 'one_for_one', intensity: 1, period: '5s', ...flags, children }
}

export const boom = (path: string): Step => ({ exit: path, code: 1 })
export const normal = (path: string): Step => ({ exit: path, code: 0 })
export const shutdown = (path: string): Step => ({ exit: path, signal: 'SIGTERM' })
export const call = (name: string, path: string): Step => ({ call: name, path })
export const startChild = (path: string, spec: Tree): Step => ({ call: 'startChild', path, spec })
/** The trace's "children of s in start order". */
export const children = (path: string): Step => ({ call: 'whichChildren', path })
export const stop: Step = { call: 'stop' }

/** All in their mailboxes before the first is handled. */
export function atOnce(at: string, ...steps: readonly Step[]): Step[] {
  return steps.map((step) => ({ ...step, at }))
}
