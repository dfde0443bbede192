import { stripVTControlCharacters } from 'node:util'
import type { ShownChild, StatusAnswer } from '@otp-sup/core/client'
import { expect, it } from 'vitest'
import { type Pressed, pressed, type TopState, topFrame } from './top-frame.ts'

const child = (path: string, of: Partial<ShownChild> = {}): ShownChild => ({
  path,
  type: 'worker',
  state: 'running',
  pid: 7,
  incarnation: 1,
  uptimeMs: 60_000,
  ready: true,
  restart: 'permanent',
  retryInMs: null,
  lastExit: null,
  checked: false,
  cpuPercent: 12.3,
  memoryBytes: 1024 * 1024,
  strategy: null,
  window: null,
  since: null,
  healthy: null,
  ...of,
})
const tree = {
  api: 1,
  name: 'shop',
  root: 'shop',
  run: 'r',
  version: '1',
  pid: 1,
  file: null,
  log: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  seq: 9,
} as const
const answer: StatusAnswer = {
  tree,
  children: [
    child('shop'),
    child('shop/db'),
    child('shop/api'),
    ...Array.from({ length: 40 }, (_, at) => child(`shop/web@${at}`)),
  ],
}
const state: TopState = {
  answer,
  selected: 'shop/db',
  filter: '',
  mode: 'tree',
  lines: [],
  why: [],
  events: ['one', 'two'],
  message: 'done',
}
const key = (name: string, text = name): Pressed => ({ name, text, ctrl: false })
const after = (...keys: readonly Pressed[]): TopState => keys.reduce((now, each) => pressed(now, each).state, state)
const frame = (of: TopState, rows = 14): readonly string[] =>
  topFrame(of, { columns: 60, rows }, Date.parse('2026-01-01T00:01:00.000Z'))
const plain = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => stripVTControlCharacters(line).trimEnd())

it('a frame has as many lines as the screen: head, tree, the last events, a message, the keys', () => {
  const lines = plain(frame(state))
  expect(lines).toHaveLength(14)
  expect([lines[0], lines[3]?.slice(0, 14), lines.at(-4), lines.at(-2), lines.at(-1)?.slice(0, 8)]).toEqual([
    'shop: up 60 s, pid 1',
    '  db      runn',
    'one',
    'done',
    '↑↓ move ',
  ])
  expect(frame(state)[3]?.startsWith('\u001B[7m')).toBe(true)
})

it('no line is longer than the screen is wide', () => {
  expect(plain(frame(state)).filter((line) => line.length > 60)).toEqual([])
})

it('moving keeps what is selected on the screen', () => {
  const end = after(...Array.from({ length: 60 }, () => key('down')))
  expect(end.selected).toBe('shop/web@39')
  expect(plain(frame(end)).some((line) => line.trim().startsWith('web@39'))).toBe(true)
  expect(after(key('up'), key('up')).selected).toBe('shop')
  expect(after(key('pagedown')).selected).toBe('shop/web@8')
})

it('a filter shows only paths with what is typed, and selects one of them', () => {
  const typed = after(key('/'), key('a'), key('p'), key('i'))
  expect([typed.mode, typed.filter, typed.selected]).toEqual(['filter', 'api', 'shop/api'])
  expect(after(key('/'), key('a'), key('backspace', ''), key('return', '\r'))).toMatchObject({
    mode: 'tree',
    filter: '',
  })
  expect(after(key('/'), key('x'), key('escape', ''))).toMatchObject({ mode: 'tree', filter: '' })
})

it.each([
  [key('r'), 'restart'],
  [key('s'), 'stop'],
  [key('t'), 'start'],
  [key('l'), 'logs'],
  [key('y'), 'why'],
  [key('q'), 'quit'],
  [{ name: 'c', text: '', ctrl: true }, 'quit'],
  [key('escape', ''), 'tree'],
  [key('x'), null],
] as const)('%j asks for %s', (pressedKey, wish) => {
  expect(pressed(state, pressedKey).wish).toBe(wish)
})

it('output and reasons take the place of the tree', () => {
  const line = { seq: 1, time: '', path: 'shop/db', stream: 'stdout', text: 'x'.repeat(200) } as const
  expect(plain(frame({ ...state, mode: 'logs', lines: [line] }))[1]).toBe('output of shop/db')
  expect(plain(frame({ ...state, mode: 'logs', lines: [] }))[1]).toBe('output of shop/db: nothing yet')
  expect(plain(frame({ ...state, mode: 'why', why: ['because'] }))[1]).toBe('because')
})

it('a coloured line that is cut does not colour what stands after it', () => {
  const text = `\u001b[31m${'x'.repeat(300)}\u001b[0m`
  const line = { seq: 1, time: '', path: 'shop/db', stream: 'stdout', text } as const
  expect(frame({ ...state, mode: 'logs', lines: [line] })[2]).not.toContain('\u001b[31m')
})
