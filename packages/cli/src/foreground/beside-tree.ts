// `run TREE -- COMMAND`: a program that runs as long as the tree does, and the tree as long as it.
import type { Tree } from '@otp-sup/core'
import type { Io, RunSignal } from '../io.ts'
import { runInTerminal, type TerminalProgram } from '../processes/terminal-program.ts'

/** What runs beside a tree, if anything does. */
export type BesideTree = {
  /** Runs it beside a tree that is up; when either has ended, both have. Its code; null when the tree ended it, or there is none. */
  readonly run: (tree: Tree) => Promise<number | null>
  /** The tree is being stopped. */
  readonly stop: (signal: RunSignal) => void
}

/** It is asked to end when the tree has ended, and has so long. */
const GRACE_MS = 5000

export const besideTree = (command: readonly string[] | null, io: Io): BesideTree => {
  let program: TerminalProgram | null = null
  return {
    run: async (tree) => {
      if (command === null) return null
      program = runInTerminal(command, io.env)
      const first = await Promise.race([program.ended, tree.done])
      if (typeof first !== 'number') return endProgram(program)
      await tree.stop()
      return first
    },
    // Ctrl-C has reached it by itself.
    stop: (signal) => {
      if (signal !== 'SIGINT' || !io.hasTerminal) program?.signal(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
    },
  }
}

const endProgram = async (program: TerminalProgram): Promise<null> => {
  program.signal('SIGTERM')
  const timer = setTimeout(() => program.signal('SIGKILL'), GRACE_MS)
  await program.ended
  clearTimeout(timer)
  return null
}
