// What all control commands share: the tree that is meant, and what is said when it cannot be asked.
import { type ControlClient, ControlError } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { errorText } from '../render/error-text.ts'
import { visible } from '../render/visible.ts'
import { isTreeName, wrongName } from '../tree-name.ts'
import { connectToMeant, NoTreeMeant, type Purpose } from './meant-tree.ts'

/** Options of every control command. */
export type ControlChoice = { readonly name?: string | undefined; readonly json?: boolean | undefined }

/** `--timeout` ran out. */
export class TimedOut extends Error {}

/** Connects and asks; whatever keeps it from an answer is told in three lines, with its exit code. */
export const askTree = async (
  { name }: ControlChoice,
  purpose: Purpose,
  io: Io,
  ask: (client: ControlClient) => Promise<ExitCode>,
): Promise<ExitCode> => {
  if (name && !isTreeName(name)) return wrongName(name, io)
  try {
    return await ask(await connectToMeant(name, purpose, io.cwd))
  } catch (error) {
    const told = explained(error, name)
    if (told === null) throw error
    io.stderr.write(errorText(told.text))
    return told.code
  }
}

type Told = { readonly code: ExitCode; readonly text: Parameters<typeof errorText>[0] }

const explained = (error: unknown, name: string | undefined): Told | null => {
  if (error instanceof TimedOut) return TIMED_OUT
  if (error instanceof NoTreeMeant)
    return { code: EXIT.noTree, text: { what: error.message, where: 'here', fix: error.fix } }
  if (!(error instanceof ControlError)) return null
  return error.code === 'refused' ? refusal(error) : unanswered(error, name)
}

const TIMED_OUT: Told = {
  code: EXIT.timedOut,
  text: {
    what: 'it is not done within --timeout, and goes on',
    where: '--timeout',
    fix: 'see how it goes: otp-sup status, or give it more time',
  },
}

/** Words of the API for paths that are none. */
const PATH_REASONS: ReadonlySet<string | null> = new Set(['no_such_path', 'ambiguous_path'])

const refusal = ({ message, reason, nearest }: ControlError): Told => {
  const what = visible(message)
  const isPath = PATH_REASONS.has(reason)
  const hint = nearest.length > 0 ? `write ${nearest.join(' or ')}` : FIXES[reason ?? '']
  return {
    code: isPath ? EXIT.noSuchPath : EXIT.failed,
    text: { what, where: 'the running tree', fix: hint ?? 'otp-sup status shows what there is' },
  }
}

const FIXES: Readonly<Record<string, string>> = {
  root: 'name its children, or "all"; otp-sup shutdown stops the tree',
  not_running: 'start it first: otp-sup start PATH',
  no_output: 'start the tree by otp-sup run, which keeps the last lines of its children',
}

const unanswered = ({ code, message }: ControlError, name: string | undefined): Told => ({
  code: code === 'not_running' ? EXIT.noTree : EXIT.failed,
  text: {
    what: code === 'not_running' && name !== undefined ? `no tree is running as "${name}"` : message,
    where: code === 'not_running' ? message : 'the control socket',
    fix: UNANSWERED_FIXES[code] ?? 'try again',
  },
})

const UNANSWERED_FIXES: Readonly<Record<string, string>> = {
  not_running: 'start it: otp-sup run TREE; "otp-sup doctor" lists what runs',
  no_answer: 'look at its process; "kill -CONT PID" wakes one that was stopped',
  not_allowed: 'become the user who runs the tree',
}
