// When a program says by its exit code 0 that all is well. One run at a time, each in a group of its own.
import type { Clock } from '../ports/clock.ts'
import type { ProcessEnd } from '../ports/launcher.ts'
import type { AskedProbe } from '../spec/child-spec.ts'
import type { Wanted } from './beginning.ts'
import { type BesideMeans, runBeside } from './beside.ts'
import { type Outcome, startDeadline, type Try } from './polling.ts'
import { processGroup } from './process-group.ts'
import { inSeconds } from './ready-words.ts'

/** The worker that is asked about, and how programs are run beside it. */
export type SpawnSetting = BesideMeans & { readonly worker: Wanted }

/** One run of the program; given up, it is killed with its whole group. */
export function execTry(exec: Extract<AskedProbe, { kind: 'exec' }>, setting: SpawnSetting, clock: Clock): Try {
  return (answer) => {
    let isLate = false
    let isOver = false
    let isGivenUp = false
    const run = runBeside({ argv: exec.command }, setting.worker, setting, {
      exited: () => {
        isOver = true
        disarm()
        // What it left behind goes with it.
        kill()
      },
      // The next run begins when this one is reaped, never before.
      ended: (end) => {
        disarm()
        if (!isGivenUp) answer(isLate ? { seen: `no end within ${inSeconds(exec.timeoutMs)}` } : outcomeOf(end))
      },
    })
    const group = run === null ? null : processGroup(run.pid)
    const kill = (): void => {
      group?.signal('SIGKILL')
    }
    const disarm = startDeadline(clock, exec.timeoutMs, () => {
      isLate = true
      kill()
    })
    return () => {
      isGivenUp = true
      disarm()
      if (!isOver) kill()
    }
  }
}

function outcomeOf(end: ProcessEnd): Outcome {
  switch (end.kind) {
    case 'exit':
      return end.code === 0 ? 'ready' : { seen: `exit code ${end.code}` }
    case 'signal':
      return { seen: `ended by ${end.signal}` }
    case 'spawn_error':
      return { seen: end.message.replace(/\.$/, '') }
  }
}
