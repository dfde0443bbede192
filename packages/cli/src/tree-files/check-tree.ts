// All that is wrong with a tree that was read: with the way in which it was written, and with the tree.
import { statSync } from 'node:fs'
import { checkSpec, type Problem, type SupervisorChildSpec } from '@otp-sup/core'
import type { At } from './config/text-tree.ts'
import type { ReadValue } from './read-tree.ts'
import type { TreeFileProblem } from './tree-file-problem.ts'

/** A file, by its name, and the folder that its relative paths belong to. */
export type Origin = { readonly file: string; readonly folder: string }

/** Checks a tree that was read. */
export function checkTree(
  read: ReadValue,
  { file, folder }: Origin,
): { readonly ok: true; readonly spec: SupervisorChildSpec } | { readonly ok: false; problems: TreeFileProblem[] } {
  const options = { cwd: folder, fileExists: isFile, textAt: read.textAt }
  const checked = checkSpec(read.value, options)
  if (checked.ok && read.found.length === 0) return checked
  const ofTree = checked.ok ? [] : withoutValues(checked.problems, read, (value) => checkSpec(value, options))
  const told = new Set(read.found.map(({ at }) => JSON.stringify(at)))
  const problems = [
    ...read.found.map((found) => ({ ...found, ...treePlace(read.value, found.at) })),
    ...ofTree.filter(({ at }) => !told.has(JSON.stringify(at))),
  ].map(({ message, fix, path, key, at }): TreeFileProblem => {
    const { line, column } = read.placeOf({ path, at }) ?? { line: null, column: null }
    return { message, fix: read.fixIn(fix), file, line, column, path, key }
  })
  return { ok: false, problems: problems.toSorted(byPlace) }
}

function byPlace(a: TreeFileProblem, b: TreeFileProblem): number {
  if (a.line === null || b.line === null) return 0
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0)
}

/** Problems of values that variables stand for, in the words that the unexpanded texts have: the values are secrets. */
function withoutValues(
  problems: readonly Problem[],
  { variablePlaces, written }: ReadValue,
  check: (value: unknown) => ReturnType<typeof checkSpec>,
): readonly Problem[] {
  const hasVariables = ({ at }: Problem) => variablePlaces.some((place) => at.every((key, i) => place[i] === key))
  if (!problems.some(hasVariables)) return problems
  const again = check(written)
  const inOtherWords = again.ok ? [] : again.problems
  return problems.map((problem) => {
    if (!hasVariables(problem)) return problem
    const place = JSON.stringify(problem.at)
    const same = inOtherWords.find(({ at }) => JSON.stringify(at) === place)
    const { key } = problem
    const message = same?.message ?? `What the variable in ${key === '' ? 'it' : key} stands for cannot stand here.`
    return { ...problem, message, fix: same?.fix ?? `Correct the value of the variable.` }
  })
}

/** The tree path and the option that a key path in the file means. */
function treePlace(value: unknown, at: At): { readonly path: string; readonly key: string } {
  const ids: string[] = []
  let node: unknown = value
  let used = 0
  for (const [index, key] of at.entries()) {
    if (isObject(node) && typeof node['id'] === 'string') {
      ids.push(node['id'])
      used = index
    }
    node = isObject(node) || Array.isArray(node) ? (node as Readonly<Record<string | number, unknown>>)[key] : null
  }
  return { path: ids.join('/'), key: at.slice(used).join('.') }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
