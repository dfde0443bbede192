// Where the programs of a leaf are looked up.
import { delimiter, dirname, join } from 'node:path'

/** What execvp searches when there is no PATH. */
export const SYSTEM_PATH = '/bin:/usr/bin'

/**
 * The PATH of a child with `preferLocal`: `node_modules/.bin` of its working folder and of each folder above it, then
 * what it would have without.
 * @param cwd - absolute
 * @param path - undefined: the system's own
 */
export function withLocalBins(cwd: string, path: string | undefined): string {
  return [...localBins(cwd), path ?? SYSTEM_PATH].join(delimiter)
}

/** Those of the nearest package first. */
function localBins(folder: string): readonly string[] {
  const above = dirname(folder)
  const bin = join(folder, 'node_modules/.bin')
  return above === folder ? [bin] : [bin, ...localBins(above)]
}
