// What `check` says of a tree that is right.
import { type Chain, type ChildSpec, type SupervisorChildSpec, startTime, stopTime } from '@otp-sup/core'
import { membersOf } from './members-of.ts'
import { durationWords } from './spec-words.ts'

/** One line: what is in the tree, and how long it may take to stop. */
export function fineTree(file: string, root: SupervisorChildSpec): string {
  const { workers, supervisors } = sizeOf(root)
  return `${file} is fine: ${some(workers, 'worker')} under ${some(supervisors, 'supervisor')}; ${stopWords(root)}\n`
}

function some(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** How many there are in a tree. */
export function sizeOf(spec: ChildSpec): { readonly workers: number; readonly supervisors: number } {
  if (spec.type === 'worker') return { workers: 1, supervisors: 0 }
  const total = { workers: 0, supervisors: 1 }
  for (const { workers, supervisors } of membersOf(spec).map(sizeOf)) {
    total.workers += workers
    total.supervisors += supervisors
  }
  return total
}

function stopWords(root: SupervisorChildSpec): string {
  const { ms, steps } = stopTime(root)
  if (ms !== 'infinity') return `a stop takes at most ${durationWords(ms)}.`
  return `a stop waits for ${steps.at(-1)?.path} without a limit (shutdown is "infinity").`
}

/** How long a start and a stop may take, and how that comes about. */
export function timesReport(root: SupervisorChildSpec): string {
  return `  start: ${chainWords(startTime(root), root)}\n  stop:  ${chainWords(stopTime(root), root)}\n`
}

const MOST_STEPS = 4

/** `db 30s + jobs/mailer 5s = 35s at most`; paths without the root's id, which is in all. */
function chainWords({ ms, steps }: Chain, root: SupervisorChildSpec): string {
  const inRoot = root.id.length + 1
  if (ms === 0) return 'at once'
  const total = ms === 'infinity' ? 'without a limit' : `${durationWords(ms)} at most`
  const words = steps.map(
    (step) => `${step.path.slice(inRoot)} ${step.ms === 'infinity' ? 'infinity' : durationWords(step.ms)}`,
  )
  if (words.length === 1) return `${words.join('')}: ${total}`
  const left = words.length - MOST_STEPS
  const shown = left > 1 ? [...words.slice(0, MOST_STEPS - 1), `${left} more`, words.at(-1)] : words
  return `${shown.join(' + ')} = ${total}`
}
