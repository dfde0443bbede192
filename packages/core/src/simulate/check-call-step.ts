import type { CallRequest } from '../decide/call.ts'
import type { CallName } from '../events.ts'
import { checkChildSpec, checkSpec } from '../spec/check-spec.ts'
import { didYouMean } from '../spec/nearest.ts'
import { isRecord, shown } from '../spec/plain-data.ts'
import { checkSimpleStart } from '../spec/template.ts'
import { addPaths, type PossiblePaths, templateAt } from './possible-paths.ts'
import { readPath, type StepReading } from './reading.ts'
import type { CheckedStep } from './scenario.ts'

type Fields = Readonly<Record<string, unknown>>

/** Calls whose path is the supervisor, and calls whose path is the child. */
const OF_SUPERVISOR: readonly CallName[] = ['startChild', 'whichChildren', 'countChildren', 'checkChildSpecs']
const OF_CHILD: readonly CallName[] = ['terminateChild', 'restartChild', 'deleteChild', 'getChildSpec']

/** Reads a step that makes a call. */
export function checkCallStep(fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null {
  const name = fields['call']
  if (name === 'stop') return readStop(fields, atMs, reading)
  if (name === 'reload') return readReload(fields, atMs, reading)
  const known = [...OF_SUPERVISOR, ...OF_CHILD].find((each) => each === name)
  if (known === undefined) {
    const names = [...OF_SUPERVISOR, ...OF_CHILD, 'reload', 'stop']
    const fix = didYouMean(typeof name === 'string' ? name : '', names, `Known calls: ${names.join(', ')}.`, 'value')
    reading.problem('call', `There is no call ${shown(name)}.`, fix)
    return null
  }
  const path = readPath(fields['path'], 'path', reading)
  if (path === null) return null
  return OF_CHILD.includes(known)
    ? ofChild(known, { atMs, path }, reading)
    : ofSupervisor(known, { atMs, path, fields }, reading)
}

const readStop = (fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null => {
  if (fields['path'] === undefined) return { atMs, kind: 'stop' }
  reading.problem('path', 'stop ends the whole tree, and takes no path.', 'Drop path, or call terminateChild.')
  return null
}

// A spec that is wrong by itself is a slip of the pen, as that of startChild is.
const readReload = (fields: Fields, atMs: number | null, reading: StepReading): CheckedStep | null => {
  const { spec, rollback = true, path } = fields
  if (path !== undefined) {
    reading.problem('path', 'reload concerns the whole tree, and takes no path.', 'Drop path.')
    return null
  }
  if (typeof rollback !== 'boolean') {
    reading.problem('rollback', `rollback is ${shown(rollback)}.`, 'Write true or false.')
    return null
  }
  const checked = checkSpec(spec, { cwd: '/' })
  if (checked.ok) return { atMs, kind: 'reload', wanted: { ...checked, rollback } }
  for (const { at, message, fix } of checked.problems) reading.problem(['spec', ...at].join('.'), message, fix)
  return null
}

const ofChild = (
  name: CallName,
  { atMs, path }: { atMs: number | null; path: string },
  reading: StepReading,
): CheckedStep | null => {
  if (path === reading.rootPath) {
    reading.problem('path', `"${path}" is the root, and no child of a supervisor.`, 'Name a child of it, or call stop.')
    return null
  }
  const slash = path.lastIndexOf('/')
  const request = { name, id: path.slice(slash + 1) } as CallRequest
  return { atMs, kind: 'call', path, supervisor: path.slice(0, Math.max(slash, 0)), request }
}

type SupervisorCall = { readonly atMs: number | null; readonly path: string; readonly fields: Fields }

const ofSupervisor = (
  name: CallName,
  { atMs, path, fields }: SupervisorCall,
  reading: StepReading,
): CheckedStep | null => {
  const call = (request: CallRequest): CheckedStep => ({ atMs, kind: 'call', path, supervisor: path, request })
  if (name === 'startChild') {
    const { spec } = fields
    return isSpecInItself(spec, path, reading) ? call({ name, spec }) : null
  }
  if (name === 'checkChildSpecs') {
    return call({ name, specs: fields['specs'] ?? (fields['spec'] === undefined ? [] : [fields['spec']]) })
  }
  return call({ name } as CallRequest)
}

const isSpecInItself = (spec: unknown, path: string, reading: StepReading): boolean => {
  const template = templateAt(reading.paths, path)
  if (spec === undefined && template === undefined) {
    reading.problem('spec', 'startChild needs a spec.', 'Write "spec": { "id": …, "command": [ … ] }.')
    return false
  }
  const checked =
    template === undefined ? checkInItself(spec, path) : checkSimpleStart(spec, { template, parentPath: path })
  if (checked.ok) return true
  for (const { key, message, fix } of checked.problems)
    reading.problem(key === '' ? 'spec' : `spec.${key}`, message, fix)
  return false
}

// What only the supervisor can refuse (a sibling that it does not have, say) is answered by it when it is called.
const checkInItself = (spec: unknown, path: string): ReturnType<typeof checkChildSpec> => {
  const named: unknown = isRecord(spec) ? spec['dependsOn'] : []
  const siblings = Array.isArray(named) ? named.filter((id) => typeof id === 'string') : []
  return checkChildSpec(spec, { cwd: '/', autoShutdown: null, siblings, parentPath: path })
}

/** Adds the paths that a step can make, whenever it comes. */
export function addPathsOfStep(paths: PossiblePaths, step: unknown): void {
  if (!isRecord(step)) return
  if (step['call'] === 'reload') addPathsOfTree(paths, step['spec'])
  if (step['call'] === 'startChild') addPathsOfStart(paths, step)
}

const addPathsOfTree = (paths: PossiblePaths, spec: unknown): void => {
  const checked = checkSpec(spec, { cwd: '/' })
  if (checked.ok) addPaths(paths, checked.spec.id, checked.spec)
}

const addPathsOfStart = (paths: PossiblePaths, { path, spec }: Fields): void => {
  if (typeof path !== 'string') return
  const template = templateAt(paths, path)
  if (template === undefined) {
    const checked = checkInItself(spec, path)
    if (checked.ok) addPaths(paths, `${path}/${checked.spec.id}`, checked.spec)
    return
  }
  const checked = checkSimpleStart(spec, { template, parentPath: path })
  if (checked.ok && checked.start.id !== null) addPaths(paths, `${path}/${checked.start.id}`, template)
}
