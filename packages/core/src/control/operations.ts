// start, stop and restart of children, as OTP's calls in the right order. They go on whether or not the client stays.
import type { CallResult, ControlledTree, StartedChild } from '../controlled.ts'
import type { ChildStatus } from '../status.ts'
import type { Operation, OperationAnswer, OperationRequest, OperationResult } from './api.ts'
import { Refusal } from './refusal.ts'
import { selection, topmost } from './selection.ts'

/** What is to be done to whom, in list order. */
export type PlannedOperation = {
  readonly operation: Operation
  readonly paths: readonly string[]
  readonly now: boolean
  /** Running dependents that are left alone. */
  readonly leftAlone: readonly string[]
}

type Rows = ReadonlyMap<string, ChildStatus>

const isUp = (row: ChildStatus | undefined): boolean =>
  row !== undefined && row.state !== 'down' && row.state !== 'done'

const hasProcesses = (row: ChildStatus | undefined): boolean => isUp(row) && row?.state !== 'restarting'

/** Checks a request against the tree; throws when it cannot be done. Nothing has happened then. */
export function planOperation(
  tree: ControlledTree,
  operation: Operation,
  { paths: words, withDependents = false, now = false }: OperationRequest,
): PlannedOperation {
  const rows = tree.status()
  const byPath = new Map(rows.map((row) => [row.path, row]))
  const all = rows.map(({ path }) => path)
  const isWanted = (path: string): boolean =>
    operation !== 'start' || byPath.get(path)?.state === 'down' || isNamed(path, words)
  const named = topmost(selection(words, all).filter(isWanted))
  if (named.includes(tree.rootPath)) throw new Refusal(409, 'root', ROOT_HINT[operation])
  const dependents = dependentsOfAny(tree, named)
  const wanted = new Set(withDependents ? [...named, ...dependents.filter(takesAlong(operation, byPath))] : named)
  const paths = all.filter((path) => wanted.has(path))
  const leftAlone =
    operation === 'start' ? [] : dependents.filter((path) => !wanted.has(path) && isUp(byPath.get(path)))
  return { operation, paths, now, leftAlone }
}

const dependentsOfAny = (tree: ControlledTree, paths: readonly string[]): readonly string[] => {
  const all = new Set<string>()
  // Those of a dependent are there already.
  for (const path of paths) if (!all.has(path)) for (const each of tree.dependentsOf(path)) all.add(each)
  return [...all]
}

/** Whether it was meant by itself, and not by a glob: of those a start takes only what is down. */
const isNamed = (path: string, words: readonly string[]): boolean =>
  words.some((word) => path === word || path.endsWith(`/${word}`))

/** A stop takes along those that are up, a start those that are not. */
const takesAlong =
  (operation: Operation, rows: Rows) =>
  (path: string): boolean =>
    isUp(rows.get(path)) === (operation !== 'start')

const ROOT_HINT: Readonly<Record<Operation, string>> = {
  start: 'The root of the tree is no child: it runs.',
  stop: 'The root of the tree is no child: use shutdown to stop the tree.',
  restart: 'The root of the tree is no child: name its children, or all of them by "all".',
}

/** Does it, and tells what became of each. */
export async function carryOut(tree: ControlledTree, plan: PlannedOperation): Promise<OperationAnswer> {
  const { operation, paths, now, leftAlone } = plan
  const rows: Rows = new Map(tree.status().map((row) => [row.path, row]))
  const results = await DO[operation]({ tree, rows }, paths, now)
  return { ok: results.every(({ result }) => result !== 'refused'), done: true, paths, results, leftAlone }
}

type World = {
  readonly tree: ControlledTree
  readonly rows: Rows
}

type Results = Promise<readonly OperationResult[]>

const DO: Readonly<Record<Operation, (world: World, paths: readonly string[], now: boolean) => Results>> = {
  start: (world, paths) => startAll(world, paths),
  stop: (world, paths, now) => stopAll(world, paths, now),
  restart: async (world, paths) => {
    const refused = paths.flatMap((path) => refusalOfRestart(world, path))
    const isRefused = new Set(refused.map(({ path }) => path))
    const rest = paths.filter((path) => !isRefused.has(path))
    const stopped = await stopAll(world, rest, false)
    const started = await startAll(world, rest)
    const both = started.map((each, index) => (each.result === 'started' ? restarted(each, stopped[index]) : each))
    return inOrderOf(paths, [...refused, ...both])
  },
}

const restarted = (started: OperationResult, stopped: OperationResult | undefined): OperationResult =>
  stopped?.result === 'was down' ? started : { ...started, result: 'restarted', message: stopped?.result ?? null }

const inOrderOf = (paths: readonly string[], results: readonly OperationResult[]): readonly OperationResult[] => {
  const byPath = new Map(results.map((each) => [each.path, each]))
  return paths.flatMap((path) => byPath.get(path) ?? [])
}

/** What a stop would take away for good is not stopped. */
const refusalOfRestart = ({ rows }: World, path: string): readonly OperationResult[] => {
  const supervisor = rows.get(path.slice(0, path.lastIndexOf('/')))
  if (supervisor?.strategy === 'simple_one_for_one')
    return [refused(path, 'simple_one_for_one', 'It was made of a template: stop it, and add a new one.')]
  if (rows.get(path)?.restart === 'temporary')
    return [refused(path, 'temporary', 'It is temporary: once stopped it is gone. Stop it, and add it again.')]
  return []
}

/** Each as soon as those in the set that depend on it are down. */
const stopAll = async (world: World, paths: readonly string[], now: boolean): Results => {
  const dependents = now ? null : nearestDependents(world.tree, paths)
  const before = (path: string) => dependents?.get(path) ?? []
  const results = await eachAfter(paths.toReversed(), before, (path) => stopOne(world, path, now))
  return results.toReversed()
}

/** Each as soon as those in the set that it depends on are up; not at all when one of them is not. */
const startAll = (world: World, paths: readonly string[]): Results => {
  const needs = new Map<string, string[]>(paths.map((path) => [path, []]))
  for (const [path, dependents] of nearestDependents(world.tree, paths))
    for (const dependent of dependents) needs.get(dependent)?.push(path)
  return eachAfter(
    paths,
    (path) => needs.get(path) ?? [],
    (path, those) => {
      const missing = those.find(({ result }) => result === 'refused')
      if (missing !== undefined) return refused(path, 'dependency', `${missing.path}, which it depends on, is not up.`)
      return startOne(world, path)
    },
  )
}

/**
 * Of each path those in the set that depend on it, without those that depend on one of these: who waits for its
 * neighbours waits for all. Of a thousand in a row that are a thousand, and not half a million.
 */
const nearestDependents = (tree: ControlledTree, paths: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const set = new Set(paths)
  const inSet = (path: string): readonly string[] => tree.dependentsOf(path).filter((each) => set.has(each))
  const counts = new Map<string, number>()
  const nearest = (path: string): readonly string[] => {
    const all = inSet(path)
    counts.set(path, all.length)
    const [first] = all
    // In a row all others depend on the first.
    if (first === undefined || counts.get(first) === all.length - 1) return all.slice(0, 1)
    const further = new Set<string>()
    return all.filter((each) => {
      if (further.has(each)) return false
      for (const behind of inSet(each)) further.add(behind)
      return true
    })
  }
  // A dependent comes after what it depends on.
  return new Map(paths.toReversed().map((path) => [path, nearest(path)]))
}

/** Acts on each path when all that come before it, in `order` too, are done. */
const eachAfter = (
  order: readonly string[],
  before: (path: string) => readonly string[],
  act: (path: string, results: readonly OperationResult[]) => OperationResult | Promise<OperationResult>,
): Results => {
  const begun = new Map<string, Promise<OperationResult>>()
  for (const path of order) {
    const those = before(path).flatMap((each) => begun.get(each) ?? [])
    begun.set(
      path,
      Promise.all(those).then((results) => act(path, results)),
    )
  }
  return Promise.all(begun.values())
}

const stopOne = async ({ tree, rows }: World, path: string, now: boolean): Promise<OperationResult> => {
  const wasUp = hasProcesses(rows.get(path))
  let wasKilled = false
  const leave = tree.listen((event) => {
    wasKilled ||= event.type === 'child.exited' && event.exit.kind === 'killed' && isWithin(event.path, path)
  })
  const answer = await (now ? tree.terminateNow(path) : tree.calls.terminateChild(path))
  leave()
  // A supervisor that goes down answers at once; its child is killed all the same.
  const isCutShort = now && !answer.ok && answer.error === 'supervisor_down'
  if (!answer.ok && !isCutShort) return refusedBy(path, answer)
  return { ...plain(path), result: endOf(wasUp, wasKilled || isCutShort) }
}

const endOf = (wasUp: boolean, wasKilled: boolean): OperationResult['result'] => {
  if (!wasUp) return 'was down'
  return wasKilled ? 'killed' : 'stopped'
}

const isWithin = (path: string, above: string): boolean => path === above || path.startsWith(`${above}/`)

const startOne = async ({ tree }: World, path: string): Promise<OperationResult> => {
  let answer = await tree.calls.restartChild(path)
  if (!answer.ok && answer.error === 'restarting') {
    // Its back-off is called off, and it is started now.
    await tree.calls.terminateChild(path)
    answer = await tree.calls.restartChild(path)
  }
  if (!answer.ok && answer.error === 'running') return { ...plain(path), result: 'already running' }
  if (!answer.ok) return refusedBy(path, answer)
  const { pid, incarnation } = answer.value
  return { ...plain(path), result: 'started', pid, incarnation }
}

const plain = (path: string): OperationResult => ({
  path,
  result: 'refused',
  error: null,
  message: null,
  exit: null,
  pid: null,
  incarnation: null,
})

const refused = (path: string, error: string, message: string): OperationResult => ({ ...plain(path), error, message })

const refusedBy = (path: string, answer: Extract<CallResult<StartedChild | null>, { ok: false }>): OperationResult => ({
  ...refused(path, answer.error, REFUSALS[answer.error] ?? `The call was answered ${answer.error}.`),
  exit: answer.error === 'start_failed' ? answer.exit : null,
})

const REFUSALS: Readonly<Record<string, string>> = {
  not_found: 'It is not there any more.',
  supervisor_down: 'Its supervisor is not running: start that one.',
  simple_one_for_one: 'It was made of a template: add a new one.',
  start_failed: 'It could not be started.',
  restarting: 'It is being restarted.',
  running: 'It is running.',
}
