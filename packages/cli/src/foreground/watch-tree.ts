// What a person in front of a running tree wants to be told beyond its log.
import type { SupervisionEvent } from '@otp-sup/core'
import { waitingLine } from '../render/waiting.ts'
import { runningChildren } from './running-children.ts'
import { stoppingChildren } from './stopping-children.ts'

/** A stop that is quick is not worth a line. */
const FIRST_WAITING_MS = 1000
const WAITING_EVERY_MS = 5000

/** Follows a tree; says once that nothing is running, and during a stop whom it waits for. */
export const watchTree = (say: (message: string) => void) => {
  const stopping = stoppingChildren()
  const running = runningChildren()
  let nothingRuns = false
  const timers: NodeJS.Timeout[] = []
  const lookWhetherAnythingRuns = (): void => {
    const before = nothingRuns
    nothingRuns = running.nothingRuns()
    if (nothingRuns && !before) say('nothing is running: every child is down; the tree stays up until it is stopped')
  }
  const sayWhomWeWaitFor = (): void => {
    const children = stopping.list(performance.now())
    if (children.length > 0) say(waitingLine(children))
  }
  return {
    tell: (event: SupervisionEvent): void => {
      stopping.tell(event, performance.now())
      running.tell(event)
      // Later, because the same turn may go on with a restart or with the end of the tree.
      setImmediate(lookWhetherAnythingRuns)
    },
    /** From now on says soon, and then now and again, whom the stop waits for, until `close`. */
    stopBegins: (): void => {
      if (timers.length > 0) return
      timers.push(setTimeout(sayWhomWeWaitFor, FIRST_WAITING_MS), setInterval(sayWhomWeWaitFor, WAITING_EVERY_MS))
    },
    close: (): void => timers.forEach(clearTimeout),
  }
}

/** Somebody who follows a tree. */
export type TreeWatch = ReturnType<typeof watchTree>
