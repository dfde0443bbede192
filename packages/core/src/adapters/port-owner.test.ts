import { expect, it } from 'vitest'
import { isLocal, procAddress } from './port-owner.ts'

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
