// The console of a run that nobody sees: a file that never grows without bound.
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, write } from 'node:fs'
import { dirname } from 'node:path'
import { Writable } from 'node:stream'

const LARGEST_BYTES = 8 * 1024 * 1024

/** Appends to a file; when it is full it becomes `FILE.1`, and a new one begins. A full disk loses what it has no room for. */
export const boundedFile = (file: string, largestBytes = LARGEST_BYTES): Writable => {
  let { descriptor, size } = openedAt(file)
  let lost = 0
  const rotate = (): void => {
    try {
      if (existsSync(file)) renameSync(file, `${file}.1`)
      const next = openedAt(file)
      closeSync(descriptor)
      ;({ descriptor, size } = next)
    } catch {
      size = 0 // goes on in the open file; tried again when as much has come
    }
  }
  const append = (bytes: Buffer, done: () => void): void => {
    write(descriptor, bytes, (error, count) => {
      if (error !== null) lost += bytes.length
      size += count
      if (error === null && count < bytes.length) append(bytes.subarray(count), done)
      else done()
    })
  }
  return new Writable({
    write: (bytes: Buffer, _encoding, done) => {
      const told =
        lost === 0 ? bytes : Buffer.concat([Buffer.from(`otp-sup: ${lost} bytes of this output were lost\n`), bytes])
      lost = 0
      if (size + told.length > largestBytes && size > 0) rotate()
      append(told, done)
    },
    destroy: (error, done) => {
      closeSync(descriptor)
      done(error)
    },
  })
}

const openedAt = (file: string): { descriptor: number; size: number } => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const descriptor = openSync(file, 'a', 0o600)
  return { descriptor, size: fstatSync(descriptor).size }
}
