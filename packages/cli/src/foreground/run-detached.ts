// `run --detach`: the tree in the background, told of when it is up, or what is not.
import { type ControlClient, ControlError, connect } from '@otp-sup/core/client'
import { showProgress } from '../control/progress.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { consoleLog, readConsoleLog } from '../processes/console-log.ts'
import { type OwnProgram, startInBackground } from '../processes/own-program.ts'
import { errorText } from '../render/error-text.ts'
import { errorCode, isSystemError } from '../system-error.ts'

/** What is started. */
export type Detached = {
  readonly name: string
  /** As it is run in the foreground. */
  readonly argv: readonly string[]
  /** Whether it is also waited until all that is checked is healthy. */
  readonly waitsForHealth: boolean
}

const ASK_EVERY_MS = 50

/** Starts it and waits until it is up; the answer is the exit code. */
export const runDetached = async ({ name, argv, waitsForHealth }: Detached, io: Io): Promise<number> => {
  const log = consoleLog(name, io.env)
  const before = readConsoleLog(log).length
  const program = begun([...argv, '--name', name, '--console', log], log, io)
  if (program === null) return EXIT.failed
  const code = await Promise.race([program.ended, whenUp({ name, program, waitsForHealth }, io)])
  if (code !== 'up') {
    io.stderr.write(lastSaid(readConsoleLog(log).slice(before)))
    return code ?? EXIT.failed
  }
  program.leave()
  await io.write(`tree ${name} is up: pid ${program.pid}\nconsole: ${log}\nstop it: otp-sup shutdown --name ${name}\n`)
  return EXIT.done
}

const begun = (argv: readonly string[], file: string, io: Io): OwnProgram | null => {
  try {
    return startInBackground(argv, { cwd: io.cwd, file })
  } catch (error) {
    if (!isSystemError(error)) throw error
    const what = `cannot write the console of a detached run: ${errorCode(error)}`
    io.stderr.write(errorText({ what, where: file, fix: 'make its folder yours, or name another by XDG_STATE_HOME' }))
    return null
  }
}

type Expected = { readonly name: string; readonly program: OwnProgram; readonly waitsForHealth: boolean }

/** Never ends when it does not come up: then its end is what counts. */
const whenUp = async ({ name, program, waitsForHealth }: Expected, io: Io): Promise<'up'> => {
  const client = await reached(name, program)
  const hide = showProgress(client, io)
  try {
    if (await started(client)) {
      if (waitsForHealth) await healthy(client)
      return 'up'
    }
  } catch (error) {
    if (!(error instanceof ControlError)) throw error
  } finally {
    hide()
  }
  return new Promise(() => {})
}

/** False when it ends before. */
const started = async (client: ControlClient): Promise<boolean> => {
  for await (const { type } of client.events({ after: 0 })) if (type === 'tree.started') return true
  return false
}

const healthy = async (client: ControlClient): Promise<void> => {
  const { children } = await client.status()
  await Promise.all(children.filter(({ checked }) => checked).map(({ path }) => client.wait(path, 'healthy')))
}

const reached = async (name: string, { pid }: OwnProgram): Promise<ControlClient> => {
  for (;;) {
    const client = await connect(name).catch(() => null)
    // Another tree may have the name.
    if (client?.info.pid === pid) return client
    await new Promise((resolve) => void setTimeout(resolve, ASK_EVERY_MS))
  }
}

/** What it said about its end; all of it when it said nothing of the kind. */
const lastSaid = (text: string): string => {
  const said = text.search(/^otp-sup: /m)
  return said === -1 ? text : text.slice(said)
}
