import { describer, type SupervisionEvent } from '@otp-sup/core'

const seconds = (atMs: number): string => `${(atMs / 1000).toFixed(3).padStart(9)} s`

/** The events of a simulation, a line each, with the virtual time. */
export const timeline = (events: readonly SupervisionEvent[]): readonly string[] => {
  const describe = describer()
  return events.map((event) => `${seconds(event.at)}  ${describe(event).message}`)
}

/** How a simulation ended. */
export type TimelineEnd = { readonly at: number; readonly outcome: string; readonly running: readonly string[] }

/** The last line of a timeline. */
export const timelineEnd = ({ at, outcome, running }: TimelineEnd): string =>
  `${seconds(at)}  the end: ${outcome}; running: ${running.length === 0 ? 'nothing' : running.join(', ')}`
