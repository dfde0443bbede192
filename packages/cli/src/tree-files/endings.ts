import type { TreeFileProblem } from './tree-file-problem.ts'

/** Endings of tree files, in the order in which a folder is searched for `tree.*`. */
export const TREE_FILE_ENDINGS = [
  '.ts',
  '.mts',
  '.js',
  '.mjs',
  '.cjs',
  '.json',
  '.yaml',
  '.yml',
  '.toml',
  '.ini',
] as const

/** Whether a file is, by its name, another tool's with a grammar of its own: a Procfile, supervisord's, systemd's. */
export function isOfOtherTool(path: string): boolean {
  return /(?:^|\/)Procfile(?:\.(?!(?:[mc]?[jt]s|json|ya?ml|toml|ini)$)[^/]*)?$|\.(?:procfile|conf|service)$/.test(path)
}

/** What language a file is in, by its ending; null when that is not known. */
export function languageOf(ending: string): 'program' | 'data' | null {
  if (!(TREE_FILE_ENDINGS as readonly string[]).includes(ending)) return null
  return /^\.(?:json|ya?ml|toml|ini)$/.test(ending) ? 'data' : 'program'
}

/** Why an ending is none of a tree file. */
export function explainEnding(ending: string): Pick<TreeFileProblem, 'message' | 'fix'> {
  const known = TREE_FILE_ENDINGS.join(', ')
  const what = ending === '' ? 'Its name has no ending' : `Its name ends in ${ending}`
  return { message: `${what}, so its language is unknown.`, fix: `Give it one of the endings ${known}.` }
}
