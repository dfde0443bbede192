// `ready: { tcp }`: a port makes a child ready only when the child is the one who answers.
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freePort, leafBench } from '../support/leaf-bench.ts'
import { waitUntil } from '../support/wait-until.ts'

let bench: ReturnType<typeof leafBench>
let port: number
beforeEach(async () => {
  bench = leafBench()
  port = await freePort()
})
afterEach(() => bench.close())

const tcp = (more: { host?: string; foreign?: boolean } = {}) =>
  ({ ready: { kind: 'tcp', host: null, foreign: false, port, ...more } }) as const

async function stranger(): Promise<{ readonly server: Server; readonly visits: () => number }> {
  let visits = 0
  const server = createServer((socket) => {
    visits += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { server, visits: () => visits }
}

it.each(['127.0.0.1', '::1', '0.0.0.0', '::'])('a child that listens at %s is ready', async (host) => {
  const leaf = bench.node('listens', [port, host], tcp())
  await bench.ready(leaf)
  expect(leaf.report.told).toEqual(['ready'])
})

it.each(['localhost', '127.0.0.1'])('a child is ready at the host %s', async (host) => {
  const leaf = bench.node('listens', [port], tcp({ host }))
  await bench.ready(leaf)
  expect(leaf.report.told).toEqual(['ready'])
})

it('a child is ready when another process of its group listens', async () => {
  const leaf = bench.node('listens-by-a-member', [port], tcp())
  await bench.ready(leaf)
  expect(leaf.report.told).toEqual(['ready'])
})

it.runIf(process.platform === 'linux')('a stranger on the port never makes a child ready', async () => {
  const { server, visits } = await stranger()
  const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...tcp() })
  await waitUntil('the stranger was asked often', () => visits() >= 5)
  expect(leaf.report.told).toEqual([])
  leaf.stop()
  await bench.ended(leaf)
  expect(leaf.report.told).toEqual(['ended: signal SIGTERM'])
  await new Promise((resolve) => server.close(resolve))
})

it('a stranger counts by foreign: true', async () => {
  const { server } = await stranger()
  const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...tcp({ foreign: true }) })
  await bench.ready(leaf)
  expect(leaf.report.told).toEqual(['ready'])
  await new Promise((resolve) => server.close(resolve))
})

it('the port is not asked any more once the child was asked to stop', async () => {
  const { server, visits } = await stranger()
  const leaf = bench.shell('trap "" TERM; echo up > $DIR/up; while :; do sleep 0.05; done', tcp())
  await bench.written('up')
  await waitUntil('it was asked', () => visits() > 0)
  leaf.stop()
  expect(bench.clock.armed()).toBe(0)
  await new Promise((resolve) => server.close(resolve))
})
