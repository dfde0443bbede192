import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmdirSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from './error-code.ts'

/** One call of mkfifo costs as much as two spawns; a batch is for eight leaves. */
const BATCH = 16
const { O_NONBLOCK, O_RDWR } = constants

// One stock for all launchers: a program that starts tree after tree holds no more than a batch.
const spare: number[] = []

/** Gives one FIFO after the other, as a descriptor that the taker closes; null when none can be made. */
/** Gives a FIFO that has no name any more; null where there is none. */
export type TakeFifo = () => number | null

export const takeFifo: TakeFifo = () => {
  // Elsewhere a FIFO without a name cannot be opened again.
  if (process.platform !== 'linux') return null
  if (spare.length === 0) spare.push(...makeFifos())
  return spare.pop() ?? null
}

/** FIFOs without a name, each held by one descriptor; none when they cannot be made. */
function makeFifos(): readonly number[] {
  const fifos: number[] = []
  let folder: string | null = null
  try {
    folder = mkdtempSync(join(tmpdir(), 'otp-sup-'))
    // 666: a child that has become another user may still open its /dev/stdout. The folder is ours alone.
    const { error } = spawnSync('mkfifo', ['-m', '666', ...namesIn(folder)], { stdio: 'ignore' })
    if (error) throw error
    for (const name of namesIn(folder)) fifos.push(openSync(name, O_RDWR | O_NONBLOCK))
    return fifos
  } catch (error) {
    for (const fifo of fifos) closeSync(fifo)
    if (isOutOfDescriptors(error)) throw error
    return []
  } finally {
    if (folder) removeFolder(folder)
  }
}

function namesIn(folder: string): readonly string[] {
  return Array.from({ length: BATCH }, (_, at) => join(folder, String(at)))
}

/** Not by a recursive rmSync: that needs a descriptor, and there may be none left. */
function removeFolder(folder: string): void {
  try {
    for (const name of namesIn(folder)) unlinkSync(name)
  } catch {
    // mkfifo has made none, or not all.
  }
  try {
    rmdirSync(folder)
  } catch {
    // An empty folder stays in the place for temporary ones: no reason not to start a leaf.
  }
}

/** Then Node's own pipes are no way out: of a spawn that fails by EMFILE they stay open for ever (seen in Node 24). */
function isOutOfDescriptors(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'EMFILE' || code === 'ENFILE'
}
