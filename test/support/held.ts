// What a test process holds: a tree that is over must have given all of it back.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

// Not those of /dev/null: launchers keep one to put in the place of descriptors that no child may inherit. Nor nameless
// FIFOs that are open for both reading and writing: launchers keep a stock of them.
const isCounted = (descriptor: string): boolean => {
  try {
    const file = readlinkSync(`/proc/self/fd/${descriptor}`)
    const isStock = /\/otp-sup-.* \(deleted\)$/.test(file) && isReadWrite(descriptor)
    return file !== '/dev/null' && !isStock
  } catch {
    // The one that was open for reading the folder.
    return false
  }
}

const isReadWrite = (descriptor: string): boolean =>
  /^flags:\s*\d*2$/m.test(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))

/** Open descriptors, and processes that Node knows of. */
export const held = () => ({
  descriptors: readdirSync('/proc/self/fd').filter(isCounted).length,
  processes: process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap').length,
})
