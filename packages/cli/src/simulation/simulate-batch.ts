import { runBatch } from '@otp-sup/core/testing'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { unreadableText } from '../render/error-text.ts'
import { isSystemError } from '../system-error.ts'

/** A case a line in, its events a line each out. A bad case is told in its place, and the batch goes on. */
export const simulateBatch = async (file: string, io: Io): Promise<ExitCode> => {
  try {
    let number = 0
    for await (const line of io.lines(file)) {
      number += 1
      if (io.stdout.destroyed) break // nobody reads it any more
      if (line.trim() === '') continue
      const out = runBatch(line, { cwd: io.cwd, line: number })
      await io.write(out.map((each) => `${each}\n`).join(''))
    }
    return EXIT.done
  } catch (error) {
    if (!isSystemError(error)) throw error
    io.stderr.write(unreadableText(file, '--batch', error.code))
    return EXIT.usage
  }
}
