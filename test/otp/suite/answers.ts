// Calls to a simulated tree, and what they were answered.
import type { SupervisorSpec } from '@otp-sup/core'
import { play } from '../../support/trace.ts'

/** A step that calls. */
export const call = (name: string, path: string, more: object = {}) => ({ call: name, path, ...more })

/** What the calls among the steps were answered: the value, or the name of the error. */
export function answers(tree: SupervisorSpec, steps: readonly object[]): readonly unknown[] {
  return play(tree, { steps }).events.flatMap((event) => {
    if (event.type !== 'call.answered') return []
    return [event.ok ? event.value : event.error]
  })
}
