// One tree for each name: a lock of the kernel on an open file. It cannot be stale, for it ends with its last holder.
import { spawnSync } from 'node:child_process'
import { closeSync, constants, fstatSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs'
import { NameTakenError, RunDirectoryError } from '../errors.ts'
import { errorCode } from './error-code.ts'
import { type NameHolder, readHolder } from './name-holder.ts'
import type { RunPlace } from './run-directory.ts'

/** A name that is ours. */
export interface NameLock {
  /** Locks the file anew if somebody has removed it; false when another tree was quicker. */
  keep(): boolean
  release(): void
}

/** Whoever holds the name may be about to end. */
const PATIENCE_MS = 2000
const ASK_AGAIN_MS = 100

/** Takes a name. Throws {@link NameTakenError} when somebody else keeps it. */
export async function takeName(place: RunPlace, holder: NameHolder): Promise<NameLock> {
  const until = performance.now() + PATIENCE_MS
  let held = tryToTake(place, holder)
  while (held === null) {
    if (performance.now() > until) throw new NameTakenError(place.name, readHolder(place), place.socket)
    await pause(ASK_AGAIN_MS)
    held = tryToTake(place, holder)
  }
  return lockOf(place, holder, held)
}

const lockOf = (place: RunPlace, holder: NameHolder, first: number): NameLock => {
  let descriptor = first
  return {
    keep: () => {
      if (statSync(place.lock, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino) return true
      const renewed = tryToTake(place, holder)
      if (renewed === null) return false
      closeSync(descriptor)
      descriptor = renewed
      return true
    },
    release: () => {
      ftruncateSync(descriptor)
      closeSync(descriptor)
    },
  }
}

/** An open file that is locked; null when another process has locked it. */
const tryToTake = (place: RunPlace, holder: NameHolder): number | null => {
  const descriptor = openLock(place)
  let isOurs = false
  try {
    if (!tryLock(descriptor, place)) return null
    ftruncateSync(descriptor)
    writeSync(descriptor, `${JSON.stringify(holder)}\n`, 0)
    isOurs = true
    return descriptor
  } finally {
    if (!isOurs) closeSync(descriptor)
  }
}

const openLock = ({ folder, lock }: RunPlace): number => {
  try {
    // Node's descriptors close when a program is run: no leaf ever holds the lock.
    return openSync(lock, constants.O_RDWR | constants.O_CREAT, 0o600)
  } catch (error) {
    throw new RunDirectoryError(folder, `its lock cannot be opened (${errorCode(error)})`)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

const PERL_LOCK = 'open(my $file, ">&=", 3) or exit 2; exit(flock($file, 6) ? 0 : 1)' // 6: LOCK_EX | LOCK_NB

/** Node has no flock: a program that inherits the open file locks it for us, and ends. */
const LOCKERS: readonly (readonly [string, readonly string[]])[] = [
  ['flock', ['-n', '3']],
  ['perl', ['-e', PERL_LOCK]],
]

const BUSY = 1

const tryLock = (descriptor: number, { folder }: RunPlace): boolean => {
  for (const [program, args] of LOCKERS) {
    const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'ignore', descriptor] })
    if (error !== undefined) continue
    if (status !== 0 && status !== BUSY)
      throw new RunDirectoryError(folder, `its file system has no locks (${program})`)
    return status === 0
  }
  throw new RunDirectoryError(folder, 'neither flock nor perl can be run, and one of them must lock it')
}
