// Words for people about a tree file that is a program and could not be loaded.
import { relative } from 'node:path'
import { errorCode } from '../system-error.ts'
import { type FilePlace, placeAboveStack, placeOfError } from './error-place.ts'
import { sentence } from './sentence.ts'
import { findSyntaxError } from './syntax-place.ts'
import { fileProblem, type TreeFileProblem } from './tree-file-problem.ts'
import { isSyntaxError, type LoadedModule } from './typescript-loader.ts'

type Failed = Extract<LoadedModule, { ok: false }>
/** The tree file, by the name that the user gave it and by its absolute path. */
export type Named = { readonly file: string; readonly path: string }

/** Why loading failed, with the place if anything tells it. */
export async function explainLoadError(named: Named, { error, files }: Failed): Promise<TreeFileProblem> {
  if (!(error instanceof Error))
    return fileProblem(named.file, {
      message: `It threw ${shortly(error)} while it was loaded.`,
      fix: 'Throw an Error, if at all.',
    })
  const parsed = isSyntaxError(error) || isOfJiti(error) ? await findSyntaxError(files) : null
  if (parsed !== null) return at(named, parsed, `Syntax error: ${sentence(parsed.message)}`, 'Correct it there.')
  if (isOfJiti(error))
    return at(named, placeOfJiti(error), `Syntax error: ${sentence(firstLine(error))}`, 'Correct it there.')
  if (isLinkError(error)) return at(named, placeAboveStack(error), sentence(firstLine(error)), fixFor(error))
  return at(
    named,
    placeOfError(error),
    `It threw ${error.name} while it was loaded: ${sentence(firstLine(error))}`,
    THREW,
  )
}

const THREW = 'Correct it there; a tree file only describes the tree, the rest belongs into the workers.'

function at({ file, path }: Named, place: FilePlace | null, message: string, fix: string): TreeFileProblem {
  if (place === null) return fileProblem(file, { message, fix })
  const { line, column } = place
  // Another file than the tree's own, imported by it: named the way the tree file was.
  const shown = place.file === path ? file : relative('.', place.file)
  return fileProblem(shown, { message, fix, line, column })
}

/** A module that is not there, or one that lacks what is imported from it. */
function isLinkError(error: Error): boolean {
  if (error instanceof SyntaxError) return error.message.includes('does not provide an export')
  return /^(?:(?:ERR_)?MODULE_NOT_FOUND|ERR_IMPORT.*)$/.test(errorCode(error))
}

function fixFor(error: Error): string {
  if (/Cannot find package/.test(error.message)) return 'Install the package beside the tree file, or correct its name.'
  if (error instanceof SyntaxError) return 'Correct it there.'
  return 'Correct the import.'
}

function isOfJiti(error: Error): boolean {
  return error.message.startsWith('ParseError: ')
}

/** ` /srv/tree.ts:4:15` on a line of its own; columns count from 0. */
function placeOfJiti(error: Error): FilePlace | null {
  const [, file, line, column] = /\n\s*(\/.*):(\d+):(\d+)\s*$/.exec(error.message) ?? []
  return file === undefined ? null : { file, line: Number(line), column: Number(column) + 1 }
}

function firstLine(error: Error): string {
  return (error.message.split('\n')[0] ?? '')
    .replace(/^ParseError: /, '')
    .replaceAll(/\?otp-sup=\d+/g, '')
    .trim()
}

function shortly(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : typeof value
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
