// The name of a file in, what it says out: a tree of ours, or one that was made of another tool's file.
import { readdir } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import type { At } from './config/text-tree.ts'
import { NOT_UTF8, utf8Text } from './config/utf8-text.ts'
import { explainEnding, isOfOtherTool, languageOf } from './endings.ts'
import type { Conversion, Imported, Surroundings } from './imports/draft.ts'
import type { WrittenValue } from './imports/imported-tree.ts'
import { readBytes } from './read-bytes.ts'
import type { NamedProgram } from './read-program-tree.ts'
import type { ReadTree } from './read-tree.ts'
import { fileProblem, type TreeFileProblem } from './tree-file-problem.ts'

/** A tree file that was refused. */
export type RefusedTree = {
  readonly ok: false
  /** Whether there was nothing to be read: no such file, or none of a tree. */
  readonly unreadable: boolean
  /** Absolute: what it was to be made from, as far as that is known. */
  readonly files?: readonly string[]
  readonly problems: readonly TreeFileProblem[]
}

/** A file that was read; its tree is not checked. */
export type ReadFile = {
  readonly ok: true
  readonly read: Extract<ReadTree, { ok: true }>
  /** What was made of another tool's file; null for a tree of ours. */
  readonly imported: Imported | null
}

/** Reads a file. `isWatched`: somebody outside sees it if a tree that is a program ends this process. */
export async function readTreeFile(file: string, isWatched: boolean): Promise<ReadFile | RefusedTree> {
  const path = resolve(file)
  const bytes = await readBytes(file, path)
  if (!(bytes instanceof Uint8Array)) return { ok: false, unreadable: true, problems: [bytes] }
  if (isOfOtherTool(path)) return importText(file, path, bytes)
  const language = languageOf(extname(path))
  if (language === null)
    return { ok: false, unreadable: true, problems: [fileProblem(file, explainEnding(extname(path)))] }
  const read = await reader[language]({ file, path, isWatched }, bytes)
  if (!read.ok) return { ...read, unreadable: false }
  if (!isOfList(read.written)) return { ok: true, read, imported: null }
  const { isServicesList, valueConversion } = await import('./imports/convert.ts')
  const placeOf = (at: At) => read.placeOf({ at, path: '' })
  const conversion = valueConversion(read.written, await surroundingsOf(path), placeOf)
  if (conversion === null) return { ok: true, read, imported: null }
  // Other tools have other rules for what must be in quotes.
  return made(file, conversion, { found: isServicesList(read.written) ? read.foundInText : [], placeOf })
}

/** Whether it may be another tool's, or a list of services: only then what knows them is loaded. */
function isOfList(value: unknown): boolean {
  return typeof value === 'object' && value !== null && ['services', 'processes', 'apps'].some((key) => key in value)
}

async function importText(file: string, path: string, bytes: Uint8Array): Promise<ReadFile | RefusedTree> {
  const text = utf8Text(bytes)
  if (text === null) return { ok: false, unreadable: false, problems: [fileProblem(file, NOT_UTF8)] }
  const { textConversion } = await import('./imports/convert.ts')
  return made(file, textConversion(text, await surroundingsOf(path)))
}

async function made(file: string, conversion: Conversion, source?: WrittenValue): Promise<ReadFile | RefusedTree> {
  const { importedTree } = await import('./imports/imported-tree.ts')
  const read = importedTree(file, conversion, process.env, source)
  if (!read.ok || !conversion.ok) return { ok: false, unreadable: false, problems: read.ok ? [] : read.problems }
  return { ok: true, read, imported: conversion.imported }
}

async function surroundingsOf(path: string): Promise<Surroundings> {
  const { idOf } = await import('./imports/draft.ts')
  const besides = await readdir(dirname(path)).catch((): string[] => [])
  return { file: basename(path), treeId: idOf(basename(dirname(path))), besides }
}

// Loaded when needed: jiti and yaml take their time.
const reader: Readonly<Record<'program' | 'data', (named: NamedProgram, bytes: Uint8Array) => Promise<ReadTree>>> = {
  program: async (named, bytes) => {
    const { readProgramTree } = await import('./read-program-tree.ts')
    return readProgramTree(named, new TextDecoder().decode(bytes))
  },
  data: async ({ file }, bytes) => {
    const { readConfigTree } = await import('./config/read-config-tree.ts')
    return readConfigTree(file, bytes, process.env)
  },
}
