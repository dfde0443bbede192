// Where an error came from, as far as its stack tells.
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A place in a file; line and column count from 1. */
export type FilePlace = { readonly file: string; readonly line: number; readonly column: number }

const ownFolders = [
  resolve(import.meta.dirname, '../..'),
  dirname(dirname(fileURLToPath(import.meta.resolve('@otp-sup/core')))),
]

/** The innermost place in a file of the user's: not Node's, not ours, not of an installed package. */
export function placeOfError(error: unknown): FilePlace | null {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return null
  for (const line of error.stack.split('\n')) {
    const place = placeIn(line)
    if (place !== null && isUsers(place.file)) return place
  }
  return null
}

function placeIn(line: string): FilePlace | null {
  const [, where, row, column] = /^\s*at (?:.*\()?((?:file:\/\/)?\/.*?)(?:\?[^:]*)?:(\d+):(\d+)\)?$/.exec(line) ?? []
  return where === undefined ? null : { file: pathOf(where), line: Number(row), column: Number(column) }
}

/** The place of a syntax error, which Node writes above the stack: `file:///tree.ts?otp-sup=1:3`, the line, the carets. */
export function placeAboveStack(error: Error): FilePlace | null {
  const [first = '', , carets = ''] = (error.stack ?? '').split('\n')
  const [, where, row] = /^((?:file:\/\/)?\/.*?)(?:\?[^:]*)?:(\d+)$/.exec(first) ?? []
  if (where === undefined) return null
  return { file: pathOf(where), line: Number(row), column: Math.max(carets.indexOf('^'), 0) + 1 }
}

function pathOf(where: string): string {
  return where.startsWith('file:') ? fileURLToPath(where) : where
}

function isUsers(file: string): boolean {
  return !file.includes('/node_modules/') && !ownFolders.some((folder) => file.startsWith(`${folder}/`))
}
