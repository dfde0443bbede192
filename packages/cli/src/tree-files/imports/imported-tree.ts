// What was made of another tool's file, as a tree that can be checked and run.
import { expandVariables, type Variables } from '../config/file-variables.ts'
import type { ReadTree } from '../read-tree.ts'
import { fileProblem } from '../tree-file-problem.ts'
import type { Conversion, Draft, Imported } from './draft.ts'

/** The tree, with variables taken from the environment; or what is wrong with the file. */
export function importedTree(file: string, conversion: Conversion, variables: Variables): ReadTree {
  if (!conversion.ok) return { ok: false, problems: conversion.problems.map((problem) => fileProblem(file, problem)) }
  const { imported } = conversion
  const written = specOf(imported)
  const { value, found, places, textAt } = expandVariables(written, variables)
  return {
    ok: true,
    value,
    written,
    found,
    variablePlaces: places,
    textAt,
    placeOf: ({ at: [list, index, key] }) => {
      const isChild = list === 'children'
      const made = isChild ? imported.workers[Number(index)] : imported.root
      return made?.places?.[String(isChild ? key : list)] ?? made?.place ?? null
    },
    fixIn: (fix) => fix,
  }
}

/** As plain data. */
export function specOf({ root, workers }: Imported): Readonly<Record<string, unknown>> {
  return { ...dataOf(root), children: workers.map(dataOf) }
}

function dataOf({ id, options }: Draft<object>): Readonly<Record<string, unknown>> {
  return { id, ...options }
}
