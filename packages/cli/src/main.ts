import { EXIT } from './exit-codes.ts'
import { flushed, processIo } from './io.ts'
import { runCli } from './run-cli.ts'

/** Runs the command; the answer is the exit code. */
export const main = async (argv: readonly string[]): Promise<number> => {
  const io = processIo()
  try {
    return await runCli(argv, io)
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    io.stderr.write(`otp-sup: internal error, please report it: ${text}\n`)
    return EXIT.failed
  } finally {
    await Promise.all([flushed(io.stdout), flushed(io.stderr)])
  }
}
