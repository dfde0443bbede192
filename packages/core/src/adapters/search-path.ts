// Where the programs of a leaf are looked up.
import { delimiter, dirname, join } from 'node:path'

/** What execvp searches when there is no PATH. */
const SYSTEM_PATH = '/bin:/usr/bin'

/**
 * The folders in which the programs of a child are looked up, as a PATH. With `preferLocal`, `node_modules/.bin` of its
 * working folder and of each folder above it come first.
 * @param path - of its environment; undefined: the system's own
 * @param program - `cwd` is absolute
 */
export function searchPath(
  path: string | undefined,
  { cwd, preferLocal }: { readonly cwd: string; readonly preferLocal: boolean },
): string {
  const folders = path ?? SYSTEM_PATH
  return preferLocal ? [...localBins(cwd), folders].join(delimiter) : folders
}

/** Those of the nearest package first. */
function localBins(folder: string): readonly string[] {
  const above = dirname(folder)
  const bin = join(folder, 'node_modules/.bin')
  return above === folder ? [bin] : [bin, ...localBins(above)]
}
