// What was made of another tool's file, as a tree that can be checked and run.
import { expandVariables, type Variables } from '../config/file-variables.ts'
import type { At, TextPlace, ValueProblem } from '../config/text-tree.ts'
import type { ReadTree } from '../read-tree.ts'
import { fileProblem } from '../tree-file-problem.ts'
import type { Conversion, Draft, Imported } from './draft.ts'

/** What is wrong with the way in which a value was written that a tree was made of, and where its parts stand. */
export type WrittenValue = { readonly found: readonly ValueProblem[]; readonly placeOf: (at: At) => TextPlace | null }

const NOTHING_WRONG: WrittenValue = { found: [], placeOf: () => null }

/** The tree, with variables taken from the environment; or what is wrong with the file. */
export function importedTree(
  file: string,
  conversion: Conversion,
  variables: Variables,
  source: WrittenValue = NOTHING_WRONG,
): ReadTree {
  if (!conversion.ok) return { ok: false, problems: conversion.problems.map((problem) => fileProblem(file, problem)) }
  const { imported } = conversion
  const written = specOf(imported)
  const { value, found, places, textAt } = expandVariables(written, variables)
  return {
    ok: true,
    value,
    written,
    found: [...found, ...source.found],
    foundInText: source.found,
    variablePlaces: places,
    textAt,
    placeOf: ({ at }) => placeIn(imported, at) ?? source.placeOf(at),
    fixIn: (fix) => fix,
  }
}

function placeIn({ root, workers }: Imported, [list, index, key]: At): TextPlace | null {
  const isChild = list === 'children'
  const made = isChild ? workers[Number(index)] : root
  return made?.places?.[String(isChild ? key : list)] ?? made?.place ?? null
}

/** As plain data. */
export function specOf({ root, workers }: Imported): Readonly<Record<string, unknown>> {
  return { ...dataOf(root), children: workers.map(dataOf) }
}

function dataOf({ id, options }: Draft<object>): Readonly<Record<string, unknown>> {
  return { id, ...options }
}
