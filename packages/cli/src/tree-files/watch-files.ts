// Says when the content of some files is another. Folders are watched, not files: editors put a new file in the place of
// the old one.
import { createHash } from 'node:crypto'
import { type FSWatcher, readFileSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode, isSystemError } from '../system-error.ts'

/** An editor or a checkout writes in several steps. */
const QUIET_MS = 150

/** Watches files until it is closed. */
export type FileWatch = {
  /** From now on these files. What a file contains when it is named first is nothing new. */
  readonly follow: (files: readonly string[]) => void
  readonly close: () => void
}

/** `trouble` is told once, in a sentence, why nothing is watched any more. */
export const watchFiles = (on: {
  readonly changed: () => void
  readonly trouble: (why: string) => void
}): FileWatch => {
  /** What each file contained when it was looked at last. */
  let known: ReadonlyMap<string, string> = new Map()
  let timer: NodeJS.Timeout | undefined
  const look = (): void => {
    const now = new Map([...known.keys()].map((file) => [file, contentOf(file)]))
    const isSame = [...now].every(([file, content]) => known.get(file) === content)
    known = now
    if (!isSame) on.changed()
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(look, QUIET_MS)
  }
  const folders = watchFolders(soon, (error) => {
    const how = 'reload by SIGHUP, or raise fs.inotify.max_user_watches and run again'
    on.trouble(`the tree file is watched no longer (${errorCode(error)}): ${how}`)
  })
  return {
    follow: (files) => {
      // What has changed since it was loaded is looked at again.
      known = new Map(files.map((file) => [file, known.get(file) ?? contentOf(file)]))
      soon()
      folders.follow(new Set(files.map((file) => dirname(file))))
    },
    close: () => {
      clearTimeout(timer)
      folders.follow(new Set())
    },
  }
}

/** Calls `changed` for whatever happens in the folders; after trouble, never again. */
const watchFolders = (changed: () => void, trouble: (error: unknown) => void) => {
  const watchers = new Map<string, FSWatcher>()
  let isOff = false
  const leave = (isLeft: (folder: string) => boolean): void => {
    for (const [folder, watcher] of watchers) {
      if (!isLeft(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
  }
  const giveUp = (error: unknown): void => {
    isOff = true
    leave(() => true)
    trouble(error)
  }
  const enter = (folder: string): void => {
    if (isOff || watchers.has(folder)) return
    try {
      watchers.set(folder, watch(folder, changed).on('error', giveUp))
    } catch (error) {
      if (!isSystemError(error)) throw error
      giveUp(error)
    }
  }
  return {
    follow: (folders: ReadonlySet<string>): void => {
      leave((folder) => !folders.has(folder))
      for (const folder of folders) enter(folder)
    },
  }
}

/** A file that is not there has a content of its own. */
const contentOf = (file: string): string => {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch (error) {
    if (!isSystemError(error)) throw error
    return errorCode(error)
  }
}
