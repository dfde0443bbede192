// pnpm soak --scenarios 1000000 --seed 7: random trees, random lives, faults of the launcher; every law must hold.
// pnpm soak --seed 7 --only 4711 looks at one scenario again.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runScenario } from './scenario.ts'
import type { Share, ShareDone } from './share.ts'

const { values } = parseArgs({
  options: {
    scenarios: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string' },
  },
})

const natural = (name: string, text: string): number => {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  process.stderr.write(`--${name} is a whole number from 0, not "${text}".\n`)
  process.exit(2)
}

const seed = natural('seed', values.seed)

const soak = async (scenarios: number): Promise<boolean> => {
  process.stdout.write(`seed ${seed}\n`)
  const beganMs = performance.now()
  const workers = availableParallelism()
  const shares = Array.from({ length: workers }, (_, first) => ({ seed, first, step: workers, scenarios }))
  const done = await Promise.all(shares.map(runShare))
  const failures = done.flatMap((share) => share.failures).toSorted((a, b) => a.number - b.number)
  const run = done.reduce((sum, share) => sum + share.run, 0)
  const events = done.reduce((sum, share) => sum + share.events, 0)
  const minutes = (performance.now() - beganMs) / 60_000
  for (const failure of failures) {
    process.stdout.write(`${JSON.stringify(failure, null, 2)}\npnpm soak --seed ${seed} --only ${failure.number}\n\n`)
  }
  const figure = (value: number): string => Math.round(value).toLocaleString('en-US')
  process.stdout.write(
    `${figure(run)} scenarios of seed ${seed}, ${figure(events)} events, ${figure(run / minutes)} scenarios a minute: ` +
      `${failures.length === 0 ? 'every law holds' : `${failures.length} break a law`}\n`,
  )
  return failures.length === 0
}

/** A core's share of the scenarios, in a process of its own. */
const runShare = async (share: Share): Promise<ShareDone> => {
  const worker = fork(fileURLToPath(new URL('share.ts', import.meta.url)), { execArgv: process.execArgv })
  worker.send(share)
  const ended = once(worker, 'exit').then(([code]) => {
    throw new Error(`A share of the scenarios ended with code ${String(code)}; what it said is above.`)
  })
  const [done] = (await Promise.race([once(worker, 'message'), ended])) as [ShareDone]
  ended.catch(() => {}) // Its end after its answer is no news.
  return done
}

if (values.only !== undefined) {
  const { failure } = runScenario(seed, natural('only', values.only))
  process.stdout.write(failure === null ? 'every law holds\n' : `${JSON.stringify(failure, null, 2)}\n`)
  process.exitCode = failure === null ? 0 : 1
} else {
  process.exitCode = (await soak(natural('scenarios', values.scenarios))) ? 0 : 1
}
