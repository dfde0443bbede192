// Needs its stores when it starts, and does not even try to do without: it fails if one does not answer. There is no
// code here that waits for them or connects again. That is the supervisor's work.
import { askStore } from './ask-store.ts'

const ports = process.argv.slice(2)
await Promise.all(ports.map((port) => askStore(Number(port))))
console.log(`works with ${ports.length === 1 ? 'its store' : `its ${ports.length} stores`}`)
setInterval(() => {}, 3_600_000)
