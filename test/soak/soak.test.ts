// A short soak in every run of the tests, always the same: `pnpm soak` draws new lives. SOAK_SCENARIOS sets how many,
// SOAK_SEED which.
import { expect, it } from 'vitest'
import { runScenario } from './scenario.ts'

const scenarios = Number(process.env['SOAK_SCENARIOS'] ?? 2000)
const seed = Number(process.env['SOAK_SEED'] ?? 1)

it(`in ${scenarios} random lives of random trees every law holds`, { timeout: 60_000 + scenarios * 20 }, () => {
  for (let number = 0; number < scenarios; number++) {
    const { failure } = runScenario(seed, number)
    expect(failure, `pnpm soak --seed ${seed} --only ${number} shows it again`).toBeNull()
  }
})

it('a scenario is the same for the same seed and number', () => {
  expect(runScenario(7, 42)).toEqual(runScenario(7, 42))
})
