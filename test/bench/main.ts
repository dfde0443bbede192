// `pnpm bench`: what supervision costs. No verdict: machines differ, ratios of one run compare. `--json` for machines.
import { cpus, loadavg } from 'node:os'
import { benchControl } from './control.ts'
import { type Figure, json, table } from './figure.ts'
import { benchHealth } from './health.ts'
import { benchMemory } from './memory.ts'
import { benchProcesses } from './processes.ts'
import { benchSimulation } from './simulation.ts'
import { benchSupervision } from './supervision.ts'

const BENCHES = [
  ['In virtual time', benchSupervision],
  ['Memory', benchMemory],
  ['Simulation', benchSimulation],
  ['Real processes', benchProcesses],
  ['Health', benchHealth],
  ['Control', benchControl],
] as const

/** Only those whose title contains one of these words; all without one. */
const words = process.argv.slice(2).filter((word) => !word.startsWith('-'))

const isForMachines = process.argv.includes('--json')
const say = (text: string): void => {
  if (!isForMachines) console.log(text)
}

say(
  `Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}. Warm medians; trust the ratios.\n`,
)
const figures: Figure[] = []
for (const [title, bench] of BENCHES.filter(
  ([name]) => words.length === 0 || words.some((word) => name.includes(word)),
)) {
  const found = await bench()
  figures.push(...found)
  say(`## ${title}\n\n${table(found)}`)
}
if (isForMachines) console.log(json(figures))
