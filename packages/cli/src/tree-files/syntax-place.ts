import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { FilePlace } from './error-place.ts'

/** A syntax error with its place. */
export type SyntaxPlace = FilePlace & { readonly message: string }

/**
 * The first of the files that cannot be parsed. Node's error of an ES module that could not be parsed says what, but
 * not where; jiti's parser says both, and runs nothing.
 */
export async function findSyntaxError(files: readonly string[]): Promise<SyntaxPlace | null> {
  const { createJiti } = await import('jiti')
  const jiti = createJiti(import.meta.url, { fsCache: false })
  for (const filename of files) {
    const ts = /^\.[mc]?ts$/.test(extname(filename))
    if (!ts && !/^\.[mc]?js$/.test(extname(filename))) continue
    const source = await textOf(filename)
    const found = placeIn(jiti.transform({ source, filename, ts, async: true }), filename)
    if (found !== null) return found
  }
  return null
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return '' // Gone meanwhile: then it is not the file that could not be parsed.
  }
}

const ERROR = 'exports.__JITI_ERROR__ = '

function placeIn(code: string, file: string): SyntaxPlace | null {
  if (!code.startsWith(ERROR)) return null
  const found: { line: number; column: number; message: string } = JSON.parse(code.slice(ERROR.length))
  return { file, line: found.line, column: found.column + 1, message: found.message.trim() }
}
