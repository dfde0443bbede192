// What can happen next: everything that processes, time and people can do to a tree.
import type { CallName } from '../events.ts'
import type { ProcessEnd } from '../exit-reason.ts'
import type { HandLeaf, LaunchFault } from './hand-launcher.ts'
import { declaredBelow, supervisorsOf, type World } from './world.ts'

/** One thing that happens. */
export type Move =
  /** A start has gone well; of a one-shot, it has done its work. */
  | { readonly kind: 'ready'; readonly path: string }
  | { readonly kind: 'end'; readonly path: string; readonly end: ProcessEnd }
  /** The next timers fire. */
  | { readonly kind: 'time' }
  /** So much time passes without an event that no restart counts any more. */
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

const movesOfLeaf = ({ path, spec, isReady, isAsked, isKilled }: HandLeaf): readonly Move[] => {
  const ends = (...all: readonly ProcessEnd[]): Move[] => all.map((end) => ({ kind: 'end', path, end }))
  if (isKilled) return ends({ kind: 'signal', signal: 'SIGKILL' })
  if (isAsked) return ends({ kind: 'signal', signal: spec.program.stopSignal }, CRASH)
  if (isReady) return spec.restart === 'permanent' ? ends(CRASH) : ends(CRASH, NORMAL)
  return [{ kind: 'ready', path }, ...ends(CRASH)]
}

const movesOfTime = (world: World): readonly Move[] => {
  if (world.clock.nextMs() !== null) return [{ kind: 'time' }]
  const supervisors = supervisorsOf(world)
  if (supervisors.every(({ state }) => state.restartsMs.length === 0)) return []
  return [{ kind: 'quiet', ms: Math.max(...supervisors.map(({ state }) => state.flags.periodMs)) + 1 }]
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

/** Ends of two processes, and the end of one with a stop or a call. */
const pairsOf = (single: readonly Move[]): readonly Move[] => {
  const ends = single.filter(({ kind }) => kind === 'end')
  const others = single.filter(({ kind }) => kind === 'end' || kind === 'call' || kind === 'stop')
  return ends.flatMap((first) =>
    others
      .filter((second) => second.kind !== 'end' || (first.kind === 'end' && second.path !== first.path))
      .map((second) => ({ kind: 'together', first, second }) as const),
  )
}

/** Lets a move happen. */
export function make(world: World, move: Move): void {
  world.tree.act(() => happen(world, move))
}

const happen = (world: World, move: Move): void => {
  const { tree, clock, launcher } = world
  switch (move.kind) {
    case 'ready':
      return launcher.ready(move.path)
    case 'end':
      return launcher.end(move.path, move.end)
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
