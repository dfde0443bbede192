// What can happen next: everything that processes, time and people can do to a tree.
import type { CallName } from '../events.ts'
import type { ProcessEnd } from '../exit-reason.ts'
import type { HandLeaf, LaunchFault } from './hand-launcher.ts'
import { declaredBelow, supervisorsOf, type World } from './world.ts'

/** One thing that happens. */
export type Move =
  | { readonly kind: 'ready'; readonly path: string }
  /** A one-shot has done its work. */
  | { readonly kind: 'done'; readonly path: string }
  /** `asked`: it had got its stop signal, or SIGKILL. */
  /** It is unhealthy, or over a limit: it is stopped for that. */
  | { readonly kind: 'fail'; readonly path: string }
  | { readonly kind: 'end'; readonly path: string; readonly end: ProcessEnd; readonly asked: boolean }
  /** The next timers fire. `late`: a process is waited for, which may take too long by that. */
  | { readonly kind: 'time'; readonly late: boolean }
  /** Nothing happens for so long that a restart counts no longer. */
  | { readonly kind: 'quiet'; readonly ms: number }
  | { readonly kind: 'call'; readonly name: CallName; readonly supervisor: string; readonly id: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'kill' }
  /** Both are in their mailboxes before the first is handled. */
  | { readonly kind: 'together'; readonly first: Move; readonly second: Move }
  | { readonly kind: 'failNext'; readonly path: string; readonly fault: LaunchFault }
  | { readonly kind: 'repeat'; readonly path: string; readonly notice: 'ready' | 'ended' }

/** Which moves are looked at, beside what processes and time do and a stop. */
export type MoveRules = {
  /** Calls that start, stop, restart and delete children. */
  readonly calls: boolean
  /** Pairs of ends, and of an end with a stop or a call, at one instant. */
  readonly together: boolean
}

/** Templates make no more children than that: their numbers go up for ever. */
const MOST_COPIES = 3

const CRASH: ProcessEnd = { kind: 'exit', code: 1 }
const NORMAL: ProcessEnd = { kind: 'exit', code: 0 }

/** All that can happen to a tree now. */
export function movesOf(world: World, rules: MoveRules): readonly Move[] {
  if (world.tree.isOver) return []
  const single = singleMoves(world, rules)
  return rules.together ? [...single, ...pairsOf(single)] : single
}

const singleMoves = (world: World, { calls }: MoveRules): readonly Move[] => [
  ...world.launcher.leaves().flatMap(movesOfLeaf),
  ...movesOfTime(world),
  ...(world.isAskedToStop ? [{ kind: 'kill' } as const] : [{ kind: 'stop' } as const]),
  ...(calls ? callsOf(world) : []),
]

const movesOfLeaf = (leaf: HandLeaf): readonly Move[] => {
  const { path, isReady, isAsked, isKilled } = leaf
  const asked = isAsked || isKilled
  const ends = endsOf(leaf).map((end): Move => ({ kind: 'end', path, end, asked }))
  // News that it is ready may cross the stop signal.
  const fails: readonly Move[] = !asked && canFail(leaf) ? [{ kind: 'fail', path }] : []
  return isReady || isKilled ? [...fails, ...ends] : [goodStart(leaf), ...fails, ...ends]
}

/** Checks begin when it is ready, limits with its process. */
const canFail = ({ spec, isReady }: HandLeaf): boolean =>
  spec.limits !== null || (isReady && spec.program.health !== null)

/** The move by which a start goes well. */
export function goodStart({ path, spec }: HandLeaf): Move {
  return { kind: spec.program.ready.kind === 'exit' ? 'done' : 'ready', path }
}

const endsOf = ({ spec, isReady, isAsked, isKilled }: HandLeaf): readonly ProcessEnd[] => {
  if (isKilled) return [{ kind: 'signal', signal: 'SIGKILL' }]
  if (isAsked) return [{ kind: 'signal', signal: spec.program.stopSignal }, CRASH]
  return isReady && spec.restart !== 'permanent' ? [CRASH, NORMAL] : [CRASH]
}

const movesOfTime = (world: World): readonly Move[] => {
  if (world.clock.nextMs() !== null) {
    return [{ kind: 'time', late: world.launcher.leaves().some(({ isReady, isAsked }) => !isReady || isAsked) }]
  }
  const nowMs = world.clock.nowMs()
  const expiries = supervisorsOf(world).flatMap(({ state }) =>
    state.restartsMs.map((ms) => ms + state.flags.periodMs + 1),
  )
  const nextMs = Math.min(...expiries.filter((ms) => ms > nowMs))
  return nextMs === Number.POSITIVE_INFINITY ? [] : [{ kind: 'quiet', ms: nextMs - nowMs }]
}

const callsOf = (world: World): readonly Move[] =>
  supervisorsOf(world).flatMap(({ path, state }) => {
    // People are patient: else calls would pile up for ever.
    if (state.calls.size > 0) return []
    const call = (name: CallName, id: string): Move => ({ kind: 'call', name, supervisor: path, id })
    const ids = state.children.map(({ id }) => id)
    if (state.template !== null) {
      const adds = state.copies.next <= MOST_COPIES ? [call('startChild', '')] : []
      return [...adds, ...ids.map((id) => call('terminateChild', id))]
    }
    const gone = declaredBelow(world, path).filter(({ id }) => !state.byId.has(id))
    return [
      ...ids.flatMap((id) => [call('terminateChild', id), call('restartChild', id), call('deleteChild', id)]),
      ...gone.map(({ id }) => call('startChild', id)),
    ]
  })

/** Ends of two processes, and the end of one with a stop or a call, in either order. */
const pairsOf = (single: readonly Move[]): readonly Move[] => {
  const ends = single.filter((move) => move.kind === 'end')
  const asked = single.filter(({ kind }) => kind === 'call' || kind === 'stop')
  const pair = (first: Move, second: Move): Move => ({ kind: 'together', first, second })
  return ends.flatMap((end) => [
    ...ends.filter(({ path }) => path !== end.path).map((other) => pair(end, other)),
    ...asked.flatMap((other) => [pair(end, other), pair(other, end)]),
  ])
}

/** Whether a move is none that goes well, nor follows by itself. */
export function isFault(move: Move): boolean {
  switch (move.kind) {
    case 'ready':
    case 'done':
    case 'quiet':
      return false
    case 'time':
      return move.late
    case 'end':
      return !move.asked
    case 'together':
      return isFault(move.first) || isFault(move.second)
    case 'fail':
    case 'call':
    case 'stop':
    case 'kill':
    case 'failNext':
    case 'repeat':
      return true
  }
}

/** Lets a move happen. */
export function make(world: World, move: Move): void {
  world.tree.act(() => happen(world, move))
}

const happen = (world: World, move: Move): void => {
  const { tree, clock, launcher } = world
  switch (move.kind) {
    case 'ready':
    case 'done':
      return launcher.ready(move.path)
    case 'end':
      return launcher.end(move.path, move.end)
    case 'fail':
      return launcher.fail(move.path)
    case 'time':
      return fireTimers(world)
    case 'quiet':
      return clock.advanceTo(clock.nowMs() + move.ms)
    case 'call':
      return call(world, move)
    case 'stop':
      world.isAskedToStop = true
      return tree.stop()
    case 'kill':
      world.isAskedToStop = true
      return tree.kill('forced')
    case 'together':
      happen(world, move.first)
      return happen(world, move.second)
    case 'failNext':
      return launcher.failNext(move.path, move.fault)
    case 'repeat':
      launcher.repeat(move.path, move.notice)
  }
}

/** Timers of one instant are simultaneous. */
const fireTimers = ({ clock }: World): void => {
  clock.fireNext()
  while (clock.nextMs() === clock.nowMs()) clock.fireNext()
}

const call = (world: World, { name, supervisor, id }: Extract<Move, { kind: 'call' }>): void => {
  const reply = (): void => {}
  if (name === 'startChild') {
    const spec = id === '' ? {} : declaredBelow(world, supervisor).find((child) => child.id === id)?.source
    world.tree.call(supervisor, { path: supervisor, request: { name, spec }, reply })
    return
  }
  const request = { name: name as 'terminateChild' | 'restartChild' | 'deleteChild', id }
  world.tree.call(supervisor, { path: `${supervisor}/${id}`, request, reply })
}
