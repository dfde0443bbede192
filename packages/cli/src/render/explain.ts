// What happens if a leaf fails, for whom it wakes at night.
import type { Explanation, RestartBudget } from '@otp-sup/core/testing'
import { failureSections } from './explain-failures.ts'
import { outageSection } from './explain-outages.ts'
import { type Ink, wrapped } from './paragraph.ts'
import { durationWords } from './spec-words.ts'

/** An explanation for people. `exitCode`: what `run` would end with; null when the tree still runs. */
export function explainText(explanation: Explanation, exitCode: number | null, ink: Ink): string {
  const sections = [
    title(explanation).map(ink.bold),
    ...failureSections(explanation, ink),
    endSection(explanation, exitCode, ink),
    budgetSection(explanation, ink),
    outageSection(explanation, ink),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

function title({ tree, failure }: Explanation): readonly string[] {
  const { path, end, everyMs } = failure
  const how = end.kind === 'signal' ? `is ended by ${end.signal}` : `exits with code ${'code' in end ? end.code : ''}`
  const pace = everyMs === null ? 'each as soon as all is at rest' : `one every ${durationWords(everyMs)}`
  const often = failure.times === 1 ? 'once' : `${failure.times} times`
  const rhythm = failure.times === 1 && everyMs === null ? '' : `, ${often}, ${pace}`
  return wrapped(`Tree ${tree}: ${path} ${how}${rhythm}`)
}

function endSection({ end, outages }: Explanation, exitCode: number | null, ink: Ink): readonly string[] {
  if (exitCode !== null) {
    const lines = wrapped(`The tree ends${WHY[end.outcome](end.gaveUp)}. otp-sup run ends with exit code ${exitCode}.`)
    return exitCode === 0 ? lines : lines.map(ink.red)
  }
  if (outages.some(({ simulated }) => simulated.kind === 'no_limit')) return ['The tree goes on, and is never at rest.']
  const down = outages.filter(({ simulated }) => simulated.kind === 'stays_down').map(({ path }) => path)
  if (down.length > 0) return wrapped(`The tree goes on. From now on down: ${down.join(', ')}.`)
  return outages.length === 0 ? [] : ['The tree goes on, and all is up again.']
}

const WHY: Readonly<Record<Explanation['end']['outcome'], (gaveUp: string | null) => string>> = {
  running: () => '',
  stopped: () => '',
  start_failed: () => ': it could not be started',
  gave_up: (gaveUp) => `: ${gaveUp} gave up`,
  auto_shutdown: (gaveUp) => `: it shut down automatically${gaveUp === null ? '' : `, as ${gaveUp} gave up`}`,
}

function budgetSection({ budgets, end, failuresAhead }: Explanation, ink: Ink): readonly string[] {
  if (end.outcome !== 'running') return []
  const width = Math.max(...budgets.map(({ supervisor }) => supervisor.length))
  const lines = budgets.flatMap((budget) =>
    wrapped(budgetWords(budget, failuresAhead), `  ${budget.supervisor.padEnd(width)}  `),
  )
  return [ink.bold('Restarts used'), ...lines]
}

function budgetWords(budget: RestartBudget, ahead: number): string {
  const { isUp, restarts, intensity, periodMs } = budget
  if (!isUp) return 'is down'
  if (intensity === 'infinity') return 'never gives up'
  const used = `${restarts} of ${intensity} in ${durationWords(periodMs)}`
  return ahead === 0 ? used : `${used}; ${moreWords(budget.givesUpAfter, ahead)}`
}

function moreWords(givesUpAfter: number | null, ahead: number): string {
  if (givesUpAfter === null) return `${ahead} more at this pace ${ahead === 1 ? 'does' : 'do'} not make it give up`
  return givesUpAfter === 1
    ? 'the next such failure makes it give up'
    : `${givesUpAfter} more such failures make it give up`
}
