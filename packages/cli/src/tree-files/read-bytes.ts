// The bytes of a tree file, or why there are none.
import { constants, open, readdir } from 'node:fs/promises'
import { basename, dirname, extname } from 'node:path'
import { errorCode } from '../system-error.ts'
import { TREE_FILE_ENDINGS } from './endings.ts'
import { fileProblem, type TreeFileProblem } from './tree-file-problem.ts'

/** No tree is so long: it would be a program, a log or a disk image that was named by mistake. */
const MOST_BYTES = 4 * 1024 * 1024

type Words = Pick<TreeFileProblem, 'message' | 'fix'>

/** Reads a file of reasonable size. */
export async function readBytes(file: string, path: string): Promise<Uint8Array | TreeFileProblem> {
  try {
    // Looked at through its descriptor: a pipe would be waited for, for ever, and a device has no end.
    const handle = await open(path, OPEN_WITHOUT_WAITING)
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) return fileProblem(file, await explainOther(path, stat.isDirectory()))
      if (stat.size > MOST_BYTES) return fileProblem(file, explainSize(stat.size))
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    return fileProblem(file, await explainUnreadable(path, errorCode(error)))
  }
}

/** O_RDONLY | O_NONBLOCK: opening a FIFO that nobody writes to does not block. */
const OPEN_WITHOUT_WAITING = constants.O_RDONLY | constants.O_NONBLOCK

function explainSize(bytes: number): Words {
  const size = `${Math.round(bytes / 1024 / 1024)} MiB`
  const most = `${MOST_BYTES / 1024 / 1024} MiB`
  return {
    message: `The file has ${size}, but a tree file has at most ${most}.`,
    fix: 'Check the name; a tree of very many children is shorter as a program.',
  }
}

async function explainUnreadable(path: string, code: string): Promise<Words> {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const there = await treeFilesIn(dirname(path))
    const fix =
      there.length === 0 ? 'Check the name; there is no tree file in that folder.' : `There is ${there.join(', ')}.`
    return { message: 'There is no such file.', fix }
  }
  if (code === 'EACCES') return { message: 'The file may not be read.', fix: 'Give yourself the right to read it.' }
  return { message: `The file cannot be read: ${code}.`, fix: 'Make it readable, or name another file.' }
}

async function explainOther(path: string, isFolder: boolean): Promise<Words> {
  if (!isFolder) return { message: 'This is a pipe, a socket or a device.', fix: 'Name a file.' }
  const [inside] = await treeFilesIn(path)
  const fix = inside === undefined ? 'Name a file.' : `Name the file in it: ${inside}.`
  return { message: 'This is a folder, not a tree file.', fix }
}

/** What looks like a tree file, best first; few, for they are a hint. */
async function treeFilesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => [])
  return names.filter((name) => basename(name, extname(name)).includes('tree') && isKnown(extname(name))).slice(0, 5)
}

function isKnown(ending: string): boolean {
  return (TREE_FILE_ENDINGS as readonly string[]).includes(ending)
}
