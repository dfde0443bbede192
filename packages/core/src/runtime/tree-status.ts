// What a tree is doing at this moment, read from the state of its supervisors: nothing is stored for it.
import { restartsWithin } from '@otp-sup/strategies'
import { isBackingOff } from '../decide/delayed.ts'
import type { Child, Status, SupervisorState } from '../decide/state.ts'
import type { ChildSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import { isOneShot } from '../spec/one-shot.ts'
import type { ChildState, ChildStatus, RestartWindow } from '../status.ts'
import type { RunningTree } from './running-tree.ts'
import type { Supervisor } from './surroundings.ts'

/** Every child of a tree: a supervisor before its children, siblings in start order. */
export function treeStatus(tree: RunningTree): ChildStatus[] {
  const rows: ChildStatus[] = []
  const { root, spec } = tree
  const state = rootState(root, tree.isOver)
  const incarnation = root.state.incarnation
  rows.push({
    ...blank(root.path, spec),
    state,
    incarnation,
    ready: state === 'running',
    uptimeMs: tree.isOver ? null : tree.journal.ageMs,
    window: windowOf(root.state, tree.nowMs),
  })
  addChildren(tree, root, rows)
  return rows
}

const rootState = (root: Supervisor, isOver: boolean): ChildState => {
  if (isOver) return 'down'
  if (root.isUp()) return 'running'
  return root.state.ending === null ? 'starting' : 'stopping'
}

const addChildren = (tree: RunningTree, supervisor: Supervisor, rows: ChildStatus[]): void => {
  for (const child of supervisor.state.children) {
    rows.push(statusOf(tree, supervisor, child))
    if (child.spec.type !== 'supervisor') continue
    const nested = tree.supervisorAt(child.path)
    if (nested === undefined) addSpecs(tree, child.path, child.spec, rows)
    else addChildren(tree, nested, rows)
  }
}

/** A supervisor that is down has no children, only the specs of those that it would start. */
const addSpecs = (tree: RunningTree, path: string, { children }: SupervisorChildSpec, rows: ChildStatus[]): void => {
  for (const spec of children) {
    const below = `${path}/${spec.id}`
    rows.push({ ...blank(below, spec), incarnation: tree.incarnationOf(below) })
    if (spec.type === 'supervisor') addSpecs(tree, below, spec, rows)
  }
}

const blank = (path: string, spec: ChildSpec): ChildStatus => ({
  path,
  type: spec.type,
  state: 'down',
  pid: null,
  incarnation: 0,
  uptimeMs: null,
  ready: false,
  restart: spec.restart,
  retryInMs: null,
  lastExit: null,
  checked: spec.type === 'worker' && spec.program.health !== null,
  cpuPercent: null,
  memoryBytes: null,
  strategy: spec.type === 'supervisor' ? spec.flags.strategy : null,
  window: null,
})

const statusOf = (tree: RunningTree, supervisor: Supervisor, child: Child): ChildStatus => {
  const { status, spec, path, lastExit } = child
  const nested = spec.type === 'supervisor' ? tree.supervisorAt(path) : undefined
  return {
    ...blank(path, spec),
    ...lifeOf(status, tree.nowMs),
    ...usageOf(tree, path),
    state: stateOf(supervisor.state, child),
    incarnation: tree.incarnationOf(path),
    ready: status.kind === 'running' && status.failing === null,
    retryInMs: retryInMs(supervisor, child, tree.nowMs),
    lastExit: status.kind === 'died' ? status.death.exit : lastExit,
    window: nested === undefined ? null : windowOf(nested.state, tree.nowMs),
  }
}

const usageOf = (tree: RunningTree, path: string): Pick<ChildStatus, 'cpuPercent' | 'memoryBytes'> => {
  const last = tree.usageOf(path)?.last
  return { cpuPercent: last?.cpuPercent ?? null, memoryBytes: last?.memoryBytes ?? null }
}

const lifeOf = (status: Status, nowMs: number): Pick<ChildStatus, 'pid' | 'uptimeMs'> => {
  if (!('attempt' in status) || status.kind === 'died') return { pid: null, uptimeMs: null }
  const { pid, startedAtMs } = status.attempt
  return { pid, uptimeMs: Math.round(nowMs - startedAtMs) }
}

const stateOf = (state: SupervisorState, child: Child): ChildState => {
  const { status } = child
  switch (status.kind) {
    // Unhealthy, or over a limit: it is asked to stop, though its siblings count it as running.
    case 'running':
      return status.failing === null ? 'running' : 'stopping'
    case 'starting':
    case 'stopping':
    case 'restarting':
      return status.kind
    case 'pending':
      return isBackingOff(state, child) ? 'restarting' : 'down'
    // Its exit waits for its turn: nobody is there any more.
    case 'died':
      return 'down'
    case 'down':
      return isDone(child) ? 'done' : 'down'
  }
}

const isDone = ({ spec, lastExit }: Child): boolean => isOneShot(spec) && lastExit?.class === 'normal'

const windowOf = ({ flags, restartsMs }: SupervisorState, nowMs: number): RestartWindow => ({
  restarts: restartsWithin(restartsMs, nowMs, flags.periodMs),
  intensity: flags.intensity,
  periodMs: flags.periodMs,
})

const retryInMs = (supervisor: Supervisor, child: Child, nowMs: number): number | null => {
  const { delays } = supervisor.state
  if (delays.size === 0) return null
  const dueMs = supervisor.timersDueMs()
  for (const [epoch, { failed }] of delays) {
    if (failed === child) return Math.max(0, Math.round((dueMs.get(epoch) ?? nowMs) - nowMs))
  }
  return null
}
