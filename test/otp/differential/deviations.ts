// Steps that are left out of a case because of what they would meet together; compare.ts has the whole list.
import { parentOf, type Step } from '../case.ts'
import { isCopy } from './places.ts'

export function withoutDeviations(steps: readonly Step[]): Step[] {
  const dropped = new Set([...miscounts(steps), ...slowFailures(steps)])
  return steps.filter((step) => !dropped.has(step))
}

/** terminate_child of a copy that is restarting makes OTP 25 count one `active` too few from then on. */
function miscounts(steps: readonly Step[]): Step[] {
  const calls = steps.flatMap((step) => ('call' in step ? [step] : []))
  const meeting = calls.filter(
    ({ call, at, path = '' }) => call === 'terminateChild' && at !== undefined && isCopy(path),
  )
  const pools = new Set(meeting.map(({ path = '' }) => parentOf(path)))
  return calls.filter(({ call, path = '' }) => call === 'countChildren' && pools.has(path))
}

/**
 * A supervisor whose start fails stops what was up: where a leaf ignores that, the start takes time, and a group above
 * it does not let simultaneous exits wait, as OTP does.
 */
function slowFailures(steps: readonly Step[]): Step[] {
  const failing = steps.flatMap((step) => ('failStart' in step ? [step.failStart] : []))
  const groups = new Set(steps.flatMap((step) => ('exit' in step ? simultaneous(step) : [])))
  return steps.filter((step) => {
    if (!('ignoreStop' in step)) return false
    const together = failing.map((path) => commonParent(path, step.ignoreStop))
    return together.some((started) => [...groups].some((group) => started.startsWith(`${group}/`)))
  })
}

function simultaneous({ at, exit }: Extract<Step, { exit: unknown }>): string[] {
  const paths = [exit].flat()
  return at === undefined && paths.length < 2 ? [] : paths.map(parentOf)
}

/** The deepest supervisor that has both leaves below it. */
function commonParent(leaf: string, other: string): string {
  let parent = parentOf(leaf)
  while (!other.startsWith(`${parent}/`)) parent = parentOf(parent)
  return parent
}
