import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { virtualClock } from '../testing/virtual-clock.ts'
import { nodeClock } from './node-clock.ts'
import { type Holding, holdingOf, isLocal, listenersAt, listenerTables, procAddress, stillHolds } from './port-owner.ts'
import { parseStat } from './proc-stat.ts'
import { processTable } from './process-table.ts'

it.each([
  ['127.0.0.1', '0100007F'],
  ['10.1.2.3', '0302010A'],
  ['::1', '00000000000000000000000001000000'],
  ['::', '00000000000000000000000000000000'],
  ['fe80::1234:5678%eth0', '000080FE000000000000000078563412'],
  ['::ffff:127.0.0.1', '0000000000000000FFFF00000100007F'],
])('%s stands in /proc/net/tcp as %s (little-endian)', (address, text) => {
  expect(procAddress(address)).toBe(text)
})

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.0.2.7', false],
  ['2001:db8::7', false],
])('whether %s is an address of this machine: %s', (address, local) => {
  expect(isLocal(address)).toBe(local)
})

describe.runIf(process.platform === 'linux')('a look at all listeners', () => {
  it('finds who listens, and is shared by those for whom it is young enough', async () => {
    let nowMs = 5
    const looks = listenerTables({ ...virtualClock(), nowMs: () => nowMs })
    const before = looks(5)
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    expect(looks(5)).toBe(before)
    nowMs = 6
    const [inode] = listenersAt({ address: '127.0.0.1', port }, looks(6)) ?? []
    const table = processTable(nodeClock())
    const group = parseStat(readFileSync('/proc/self/stat', 'latin1')).group
    const holding = holdingOf(group, new Set([inode ?? '']), { table, sinceMs: 0 })
    expect(holding).toMatchObject({ inode })
    expect(stillHolds(holding as Holding)).toBe(true)
    server.close()
    await once(server, 'close')
    expect(stillHolds(holding as Holding)).toBe(false)
  })
})
