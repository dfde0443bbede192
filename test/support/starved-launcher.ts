// Run with a low limit of open files: starts leaves until there are no descriptors left, ends them, starts one more.
// Prints one JSON line: how the starts went, and how many descriptors are open before and after. Its argument is what the
// leaves have beside their command.
import { readdirSync } from 'node:fs'
import { leafOrder } from './leaf-order.ts'
import { realConsole } from './real-console.ts'
import { nodeClock, nodeProbe, type Program, processLauncher } from './real-launcher.ts'
import { recordedReport } from './recorded-report.ts'
import { waitUntil } from './wait-until.ts'

const LEAVES = 30
const clock = nodeClock()
const nowhere = { write: () => true, on: () => {} }
const output = realConsole(nowhere)
const launcher = processLauncher({ probe: nodeProbe(), output, clock })
const openDescriptors = (): number => readdirSync('/proc/self/fd').length
const more = JSON.parse(process.argv[2] ?? '{}') as Partial<Program>
const start = () => {
  const report = recordedReport()
  const leaf = launcher.launch(leafOrder('shop/leaf', { command: 'sleep', args: ['1000'], ...more }), report)
  return { leaf, report }
}

const before = openDescriptors()
const all = Array.from({ length: LEAVES }, start)
await waitUntil('each start has an outcome', () => all.every(({ report }) => report.told.length > 0))
const starts = all.map(({ report }) => report.told[0])
for (const { leaf } of all) leaf.kill()
await waitUntil('all have ended', () => all.every(({ report }) => report.end !== null))
const last = start()
await waitUntil('one more is ready', () => last.report.told.includes('ready'))
last.leaf.kill()
await waitUntil('it has ended', () => last.report.end !== null)
console.log(JSON.stringify({ starts, before, after: openDescriptors() }))
