// Every `step`-th scenario from `first` on; what came of them goes to the parent.
import { type Failure, runScenario } from './scenario.ts'

export type Share = {
  readonly seed: number
  readonly first: number
  readonly step: number
  readonly scenarios: number
}

export type ShareDone = { readonly run: number; readonly events: number; readonly failures: readonly Failure[] }

/** More of them would only bury the first. */
const MOST_FAILURES = 3

process.once('message', ({ seed, first, step, scenarios }: Share) => {
  const failures: Failure[] = []
  let run = 0
  let events = 0
  for (let number = first; number < scenarios && failures.length < MOST_FAILURES; number += step) {
    const result = runScenario(seed, number)
    run += 1
    events += result.events
    if (result.failure !== null) failures.push(result.failure)
  }
  const done: ShareDone = { run, events, failures }
  process.send?.(done)
  process.disconnect()
})
