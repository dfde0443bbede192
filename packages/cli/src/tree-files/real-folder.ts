import { realpathSync } from 'node:fs'

/** A folder without symbolic links: it may have been named through some. One that is gone has only the name that it had. */
export function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
