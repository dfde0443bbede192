// Run as somebody else, or with lower limits: starts one leaf, the program of its first argument, and prints one JSON line:
// how that went. The others are limits as `prlimit` takes them; Node itself could not begin under some of them.
import { spawnSync } from 'node:child_process'
import { leafOrder } from './leaf-order.ts'
import { nodeClock, nodeProbe, type Program, processLauncher } from './real-launcher.ts'
import { recordedReport } from './recorded-report.ts'
import { waitUntil } from './wait-until.ts'

const launcher = processLauncher({ probe: nodeProbe(), output: null, clock: nodeClock() })
const report = recordedReport()
const program = JSON.parse(process.argv[2] ?? '{}') as Partial<Program>
const limits = process.argv.slice(3)
if (limits.length > 0) spawnSync('prlimit', [`--pid=${process.pid}`, ...limits])
launcher.launch(leafOrder('shop/leaf', program), report)
await waitUntil('it has ended', () => report.end !== null)
console.log(JSON.stringify({ told: report.told, end: report.end }))
