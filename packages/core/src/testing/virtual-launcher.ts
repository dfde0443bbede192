// Processes that are only said to exist. They start and stop at once, or as their path's plan says.
import type { ProcessEnd } from '../exit-reason.ts'
import type { Clock } from '../ports/clock.ts'
import type { LaunchedProcess, Launcher, LaunchOrder, LaunchReport } from '../ports/launcher.ts'

/** How the starts and stops of a path go from now on. */
export type LeafPlan = {
  /** How long a start takes, in milliseconds; of a one-shot, how long it runs. Default 0. */
  readonly startTakesMs?: number
  /** So many of the next starts end, with exit code 1, before they are ready. Default 0. */
  readonly failStarts?: number
  /** Whether it ignores its stop signal, so that it must be killed. Default false. */
  readonly ignoresStop?: boolean
}

/** A launcher without processes. */
export interface VirtualLauncher extends Launcher {
  /** Changes how a path behaves; what is not named stays as it was. The path need not exist yet. */
  plan(path: string, plan: LeafPlan): void
  /** Ends a running process by itself. False when there is none: not started, still starting, or ended. */
  exit(path: string, end: ProcessEnd): boolean
  /** A running process fails its health checks. False when there is none, or it is being stopped. */
  unhealthy(path: string): boolean
  /** Whether a process runs at this path, and is ready. */
  isRunning(path: string): boolean
  /** How many processes live. */
  alive(): number
  /** Paths of the starts and stops that have begun and are not over. */
  underWay(): readonly string[]
}

type Leaf = {
  order: LaunchOrder
  readonly report: LaunchReport
  readonly pid: number
  phase: 'starting' | 'running' | 'ended'
  isAskedToStop: boolean
  cancelTimer: () => void
}

type World = { readonly plans: Map<string, LeafPlan>; readonly leaves: Map<string, Leaf> }

/** A launcher on a virtual (or any) clock. Process ids count from 1. */
export function virtualLauncher(clock: Clock): VirtualLauncher {
  const world: World = { plans: new Map(), leaves: new Map() }
  const { plans, leaves } = world
  let nextPid = 1
  return {
    launch(order, report) {
      const leaf: Leaf = {
        order,
        report,
        pid: nextPid++,
        phase: 'starting',
        isAskedToStop: false,
        cancelTimer() {},
      }
      leaves.set(order.path, leaf)
      begin(leaf, world, clock)
      return handleOf(leaf, world)
    },
    plan(path, plan) {
      plans.set(path, { ...plans.get(path), ...plan })
    },
    exit(path, how) {
      const leaf = leaves.get(path)
      if (leaf?.phase !== 'running') return false
      end(leaf, world, how)
      return true
    },
    unhealthy(path) {
      const leaf = leaves.get(path)
      if (leaf?.phase !== 'running' || leaf.isAskedToStop) return false
      leaf.report.unhealthy({ failures: leaf.order.spec.program.health?.failures ?? 1, message: 'no answer' })
      return true
    },
    isRunning: (path) => leaves.get(path)?.phase === 'running',
    alive: () => leaves.size,
    underWay: () => [...leaves.values()].filter(isUnderWay).map(({ order }) => order.path),
  }
}

const isUnderWay = (leaf: Leaf): boolean => leaf.phase === 'starting' || leaf.isAskedToStop

const begin = (leaf: Leaf, world: World, clock: Clock): void => {
  const { path } = leaf.order
  const { failStarts = 0, startTakesMs = 0 } = world.plans.get(path) ?? {}
  const fails = failStarts > 0
  if (fails) world.plans.set(path, { ...world.plans.get(path), failStarts: failStarts - 1 })
  if (startTakesMs === 0) settle(leaf, world, fails)
  else leaf.cancelTimer = clock.startTimer(startTakesMs, () => settle(leaf, world, fails))
}

/** A start has taken its time: it has failed, or is ready, or, of a one-shot, is done. */
const settle = (leaf: Leaf, world: World, fails: boolean): void => {
  if (fails) end(leaf, world, { kind: 'exit', code: 1 })
  else if (leaf.order.spec.program.ready.kind === 'exit') end(leaf, world, { kind: 'exit', code: 0 })
  else {
    leaf.phase = 'running'
    leaf.report.ready()
  }
}

const end = (leaf: Leaf, world: World, how: ProcessEnd): void => {
  if (leaf.phase === 'ended') return
  leaf.cancelTimer()
  leaf.phase = 'ended'
  world.leaves.delete(leaf.order.path)
  leaf.report.ended(how)
}

const handleOf = (leaf: Leaf, world: World): LaunchedProcess => ({
  pid: leaf.pid,
  stop() {
    if (leaf.phase === 'ended') return
    leaf.isAskedToStop = true
    // One that ignores it goes on as if nothing had happened.
    if (world.plans.get(leaf.order.path)?.ignoresStop === true) return
    end(leaf, world, { kind: 'signal', signal: leaf.order.spec.program.stopSignal })
  },
  change(spec) {
    leaf.order = { ...leaf.order, spec }
  },
  kill: () => end(leaf, world, { kind: 'signal', signal: 'SIGKILL' }),
  signal: () => leaf.phase !== 'ended',
})
