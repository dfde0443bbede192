import { readVariables } from './file-variables.ts'
import { parseJsonTree } from './json-tree.ts'
import type { ReadTree } from './read-tree.ts'
import { fileProblem } from './tree-file-problem.ts'

/** Reads a tree that is JSON: UTF-8, with or without a byte order mark. */
export function readJsonTree(file: string, bytes: Uint8Array): ReadTree {
  const text = decoded(bytes)
  if (text === null)
    return { ok: false, problems: [fileProblem(file, { message: 'The file is not UTF-8.', fix: 'Save it as UTF-8.' })] }
  const parsed = parseJsonTree(text)
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map((problem) => fileProblem(file, problem)) }
  const { value, wanting } = readVariables(withoutExtras(parsed.value))
  if (wanting.length === 0) return { ok: true, value, placeOf: ({ at }) => parsed.placeOf(at) }
  const message = 'Variables in a tree file are not supported by this version of otp-sup yet.'
  const fix = 'Write the value, or a tree in TypeScript with process.env; $${ is a literal ${.'
  return { ok: false, problems: wanting.map((at) => fileProblem(file, { message, fix, ...parsed.placeOf(at) })) }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) // drops the byte order mark
  } catch {
    return null
  }
}

/** Without what is no part of the tree: `x-…` keys at the top, and the `$schema` that editors want. */
function withoutExtras(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$schema' && !key.startsWith('x-')))
}
