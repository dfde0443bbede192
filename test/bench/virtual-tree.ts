// A tree on virtual processes and virtual time: what it costs is the supervision, and nothing else.
import { type AnyChild, type SupervisorOptions, start, supervisor, type Tree, worker } from '@otp-sup/core'
import { type VirtualClock, type VirtualLauncher, virtualClock, virtualLauncher } from '@otp-sup/core/testing'

export type VirtualTree = { readonly tree: Tree; readonly clock: VirtualClock; readonly launcher: VirtualLauncher }

export const CRASH = { kind: 'exit', code: 1 } as const

/** `c0`, `c1`, … */
export function workers(count: number): readonly AnyChild[] {
  return Array.from({ length: count }, (_, index) => worker(`c${index}`, { command: ['run'] }))
}

/** Paths of {@link workers} below a supervisor. */
export function pathsBelow(path: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${path}/c${index}`)
}

/** Starts the tree `s`. It never gives up, unless the options say when. */
export async function virtualTree(options: SupervisorOptions): Promise<VirtualTree> {
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const spec = supervisor('s', { intensity: 1_000_000, period: '1s', ...options })
  const tree = await start(spec, { cwd: '/', ports: { clock, launcher } })
  return { tree, clock, launcher }
}

/** Time passes, so that restarts leave their window and timers that were cancelled are forgotten. */
export function letTimePass({ clock }: VirtualTree): void {
  clock.advanceTo(clock.nowMs() + 60_000)
}
