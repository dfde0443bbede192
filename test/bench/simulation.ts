// How many random lives of random trees can be simulated in a minute.
import { checkSpec } from '@otp-sup/core'
import { checkScenario, simulateChecked } from '@otp-sup/core/testing'
import fc from 'fast-check'
import { anyRun } from '../support/any-run.ts'
import { against, type Figure, type Question } from './figure.ts'
import { inTurn } from './measure.ts'

const RUNS = 1000

type AnyRun = { readonly tree: unknown; readonly scenario: unknown }

const ALONE: Question = {
  name: 'random scenarios per minute',
  measures: '1,000 random trees of up to two levels with up to 16 steps and slow starts, checked before; one core.',
  unit: '/min',
  bar: 100_000,
}
const WHOLE: Question = {
  name: 'random scenarios per minute, checked',
  measures: 'The same, with the checks of tree and scenario, as `otp-sup simulate --batch` does.',
  unit: '/min',
}

export async function benchSimulation(): Promise<readonly Figure[]> {
  const runs = fc.sample(anyRun, { numRuns: RUNS, seed: 1 })
  const checked = runs.map(check)
  const rates = await inTurn(
    { warm: 1, counted: 5 },
    {
      alone: () => perMinute(() => checked.forEach(({ spec, scenario }) => simulateChecked(spec, scenario))),
      whole: () => perMinute(() => runs.map(check).forEach(({ spec, scenario }) => simulateChecked(spec, scenario))),
    },
  )
  return [{ ...ALONE, value: rates.alone }, against('without checks')(WHOLE, rates.whole, rates.alone)]
}

const check = ({ tree, scenario }: AnyRun) => {
  const spec = checkSpec(tree, { cwd: '/' })
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  const steps = checkScenario(scenario, spec.spec)
  if (!steps.ok) throw new Error(JSON.stringify(steps.problems))
  return { spec: spec.spec, scenario: steps.scenario }
}

const perMinute = (simulateAll: () => void): number => {
  const beganMs = performance.now()
  simulateAll()
  return (RUNS * 60_000) / (performance.now() - beganMs)
}
