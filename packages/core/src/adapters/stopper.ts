// How a leaf is asked to stop: by its stop command or by its stop signal, all of its group or the leader alone.
import type { LaunchOrder } from '../ports/launcher.ts'
import type { Program } from '../spec/child-spec.ts'
import type { Wanted } from './beginning.ts'
import { askGroup, askLeader, type ProcessGroup } from './process-group.ts'
import { runStopCommand, type StopCommand, type StopCommandMeans } from './stop-command.ts'

/** What asking needs. */
export type StopperMeans = StopCommandMeans & { readonly onTrouble: (message: string) => void }

/** Asks one leaf. */
export interface Stopper {
  /** Who was asked. A stop command asks the leader: what that leaves behind is asked when it has ended. */
  ask(): 'group' | 'leader'
  /** SIGKILL to a stop command that still runs. */
  kill(): void
  /** The leaf is no more: so is its stop command, when `gone` is called. */
  end(gone: () => void): void
}

/** A leaf, and how it began. `program`: as it is now, for a reload may change how it is stopped. */
export type Asked = {
  readonly order: Pick<LaunchOrder, 'path'>
  readonly program: () => Pick<Program, 'stopCommand' | 'stopSignal' | 'stopScope'>
  readonly wanted: Wanted
}

/** Signals go to `group`. */
export function stopperOf({ order, program, wanted }: Asked, group: ProcessGroup, means: StopperMeans): Stopper {
  const { path } = order
  let command: StopCommand | null = null
  const askBySignal = (): 'group' | 'leader' => {
    const { stopSignal, stopScope } = program()
    if (stopScope === 'leader') askLeader(group, stopSignal)
    else askGroup(group, stopSignal)
    return stopScope
  }
  return {
    ask: () => {
      const { stopCommand, stopSignal } = program()
      if (stopCommand === null) return askBySignal()
      // Who is stopped cannot answer.
      group.signal('SIGCONT')
      command ??= runStopCommand(stopCommand, { pid: group.pid, worker: wanted }, means, (why) => {
        const line = stopCommand.display.join(' ')
        means.onTrouble(`${path}: its stop command ${line} ${why}. It gets ${stopSignal} instead.`)
        askBySignal()
      })
      return 'leader'
    },
    kill: () => command?.kill(),
    end: (gone) => (command === null ? gone() : command.end(gone)),
  }
}
