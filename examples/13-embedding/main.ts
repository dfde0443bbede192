// You will see: a program of its own with a tree of two workers in it. It tells in its own words what happens, and on
// Ctrl-C or SIGTERM, or when it fails itself, its workers are stopped in order. A kill -9 of a worker brings it back.
// Run it by Node: node examples/13-embedding/main.ts
import { StartError, start, supervisor, worker } from 'otp-sup'

const shop = supervisor('shop', {
  strategy: 'rest_for_one',
  children: [
    worker('store', { command: [process.execPath, 'workers/store.ts'] }),
    // The library prints nothing. Who wants to see what a worker says lets it write to the program's own stdout.
    worker('web', { command: [process.execPath, 'workers/web.ts'], log: { stdout: 'inherit' } }),
  ],
})

// Nothing of this process is the library's: signals are ours to catch, and ours to pass on.
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())

const run = async (): Promise<string> => {
  // Resolves when all are ready; an abort before that interrupts the start, an abort later stops the tree.
  await using tree = await start(shop, { cwd: import.meta.dirname, signal: stopping.signal })
  console.log('the shop is open')
  for await (const event of tree.events()) {
    // until the tree is down
    if (event.type === 'child.started') console.log(`${event.path} is back, as process ${event.pid}`)
    if (event.type === 'child.exited') console.log(`${event.path} ${event.requested ? 'was stopped' : 'crashed'}`)
  }
  return (await tree.done).outcome
}

try {
  const outcome = await run()
  console.log(`the shop is closed: ${outcome}`)
  process.exitCode = outcome === 'stopped' ? 0 : 1
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.log(error.message)
  process.exitCode = 1
}
