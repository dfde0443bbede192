// Where a running tree is found: one folder for each name, of one user, whatever the session.
import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MisuseError, RunDirectoryError } from '../errors.ts'
import { errorCode } from './error-code.ts'

/** Files of a running tree. */
export type RunPlace = {
  readonly name: string
  readonly folder: string
  /** Held by the kernel as long as the tree runs; the file stays. */
  readonly lock: string
  readonly socket: string
}

/** The folder of all run directories: `OTP_SUP_DIR`, else one for each user. */
export function runBase(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const named = env['OTP_SUP_DIR']
  return named === undefined || named === '' ? ownBase() : resolve(named)
}

const ownBase = (): string => {
  const uid = process.getuid?.() ?? 0
  return uid === 0 ? '/run/otp-sup' : `/tmp/otp-sup-${uid}`
}

const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.@-]+$/
const LONGEST_NAME = 200

const isName = (name: string): boolean => NAME.test(name) && name.length <= LONGEST_NAME

/** The longest path that a socket can have, in bytes: what `sun_path` holds, less its end. */
const LONGEST_SOCKET_PATH = 107

/** Where the tree of that name runs, whether or not it does. */
export function runPlace(name: string, base: string = runBase()): RunPlace {
  if (!isName(name)) {
    const use = `use up to ${LONGEST_NAME} letters, digits and _ . @ -`
    throw new MisuseError(`Cannot call a tree ${JSON.stringify(name)}: ${use}`)
  }
  const folder = join(base, name)
  return { name, folder, lock: join(folder, 'lock'), socket: socketPath(join(folder, 'control.sock')) }
}

const socketPath = (path: string): string => {
  if (Buffer.byteLength(path) <= LONGEST_SOCKET_PATH) return path
  // Loaded only here: it would be a third of the time that a client takes to start.
  const { createHash } = process.getBuiltinModule('node:crypto')
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 24)
  return join(ownBase(), `${hash}.sock`)
}

/** Makes the folders of a place, for this user alone. Throws when somebody else could write there. */
export function prepareRunPlace(place: RunPlace): void {
  for (const folder of foldersOf(place)) prepareFolder(folder)
  try {
    chmodSync(place.folder, 0o700)
  } catch (error) {
    // It is root's, of an earlier run by sudo.
    throw new RunDirectoryError(place.folder, `it cannot be made yours alone (${errorCode(error)})`)
  }
}

const foldersOf = ({ folder, socket }: RunPlace): ReadonlySet<string> =>
  new Set([join(folder, '..'), folder, join(socket, '..')])

const prepareFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    // A link or a file may stand in its place: what follows says so.
    if (errorCode(error) !== 'EEXIST') throw new RunDirectoryError(folder, `it cannot be made (${errorCode(error)})`)
  }
  const why = whyUnsafe(folder)
  if (why !== null) throw new RunDirectoryError(folder, why)
}

const STICKY = 0o1000
const WRITABLE_BY_OTHERS = 0o022

/** Why a folder cannot be trusted; null when it can. */
export function whyUnsafe(folder: string): string | null {
  const found = lstatSync(folder)
  if (!found.isDirectory()) return 'it is no folder'
  const uid = process.getuid?.() ?? 0
  if (found.uid !== uid && found.uid !== 0) return `it belongs to user ${found.uid}`
  if ((found.mode & WRITABLE_BY_OTHERS) !== 0 && (found.mode & STICKY) === 0) return 'others can write to it'
  return null
}

/** Why what answers at a place cannot be trusted: somebody else could have made it. Null when it can, or is not there. */
export function whyNotTrusted(place: RunPlace): string | null {
  for (const folder of foldersOf(place)) {
    const why = isSeen(folder) ? whyUnsafe(folder) : null
    if (why !== null) return `${folder}: ${why}`
  }
  return null
}

/** What cannot be looked at cannot be connected to. */
const isSeen = (folder: string): boolean => {
  try {
    return lstatSync(folder, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** Names that have a run directory; their trees may have ended. */
export function namesIn(base: string = runBase()): readonly string[] {
  try {
    return readdirSync(base, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() && isName(entry.name) ? [entry.name] : [],
    )
  } catch {
    return [] // nobody has ever run a tree here, or it is not ours to read
  }
}
