import type { TreeFileProblem } from '../tree-file-problem.ts'

/** The text of a file, without its byte order mark; null when it is not UTF-8. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) // drops the byte order mark
  } catch {
    return null
  }
}

/** Said of a file that is not UTF-8. */
export const NOT_UTF8: Pick<TreeFileProblem, 'message' | 'fix'> = {
  message: 'The file is not UTF-8.',
  fix: 'Save it as UTF-8.',
}
