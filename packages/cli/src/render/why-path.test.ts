import type { ShownChild, SupervisionEvent, WhyAnswer } from '@otp-sup/core/client'
import { expect, it } from 'vitest'
import { whyText } from './why-path.ts'

const NOON = new Date(2026, 0, 5, 12, 0, 0).getTime()
const event = (seq: number, type: string, path: string, fields: object = {}): SupervisionEvent =>
  ({
    seq,
    time: new Date(NOON + seq * 1000).toISOString(),
    at: 0,
    run: 'r',
    type,
    path,
    cause: null,
    ...fields,
  }) as unknown as SupervisionEvent

const exit = (kind: string, of: object) => ({ class: 'abnormal', kind, code: null, signal: null, errno: null, ...of })
const child: ShownChild = {
  path: 'shop/api',
  type: 'worker',
  state: 'running',
  pid: 7,
  incarnation: 4,
  uptimeMs: 5,
  ready: true,
  restart: 'permanent',
  retryInMs: null,
  lastExit: null,
  checked: false,
  cpuPercent: null,
  memoryBytes: null,
  strategy: null,
  window: null,
  since: new Date(NOON + 9000).toISOString(),
  healthy: null,
}
const answer = (of: Partial<WhyAnswer>): WhyAnswer => ({
  child,
  supervisor: { ...child, path: 'shop', type: 'supervisor' },
  start: null,
  end: null,
  restart: null,
  waitsFor: [],
  lastLines: [],
  ...of,
})
const text = (of: Partial<WhyAnswer>): string => whyText(answer(of), NOON + 60_000).join('\n')

const round = [
  event(7, 'child.exited', 'shop/db', {
    incarnation: 2,
    exit: exit('signal', { signal: 'SIGKILL' }),
    requested: false,
  }),
  event(8, 'supervisor.restarting', 'shop', {
    strategy: 'rest_for_one',
    failed: 'db',
    restarts: 2,
    intensity: 3,
    periodMs: 5000,
  }),
]

it('a start is told by the chain of its causes, and how many restarts are used', () => {
  const start = [...round, event(9, 'child.starting', 'shop/api', { incarnation: 4 })]
  expect(text({ start })).toMatchInlineSnapshot(`
    "shop/api is running, pid 7, since 12:00:09.
    shop/api (4) was started at 12:00:09, because shop applied rest_for_one, because shop/db (2) was ended by SIGKILL at 12:00:07; 2 of 3 restarts in 5 s are used."
  `)
})

it('a child that waits for its back-off: what happened, and when it is started again', () => {
  const down = { ...child, state: 'restarting', pid: null, retryInMs: 2500 } as const
  expect(text({ child: down, end: [round[0] as SupervisionEvent], restart: round })).toMatchInlineSnapshot(`
    "shop/api is restarting, since 12:00:09.
    shop/db (2) was ended by SIGKILL at 12:00:07.
    It is to be started again, because shop applied rest_for_one, because shop/db (2) was ended by SIGKILL at 12:00:07; 2 of 3 restarts in 5 s are used.
    It is started again in 2.5 s."
  `)
})

it('a transient child that ended by itself is not started again', () => {
  const lastExit = { ...exit('exit', { code: 0 }), class: 'normal' } as ShownChild['lastExit']
  const down: ShownChild = { ...child, state: 'down', pid: null, restart: 'transient', lastExit }
  const end = [event(5, 'child.exited', 'shop/api', { incarnation: 4, exit: lastExit, requested: false })]
  expect(text({ child: down, end, lastLines: ['bye'] })).toMatchInlineSnapshot(`
    "shop/api is not running, since 12:00:09.
    shop/api (4) exited with code 0 at 12:00:05.
    That counts as normal, and a transient child is started again only after an abnormal end.
    It can be started: otp-sup start shop/api
    Last lines of shop/api:
      | bye"
  `)
})

it('a child that was stopped by a call stays down until somebody starts it', () => {
  const down: ShownChild = { ...child, state: 'down', pid: null }
  const end = [
    event(4, 'call.received', 'shop/api', { call: 'terminateChild' }),
    event(5, 'child.exited', 'shop/api', { incarnation: 4, exit: exit('exit', { code: 0 }), requested: true }),
  ]
  expect(text({ child: down, end })).toMatchInlineSnapshot(`
    "shop/api is not running, since 12:00:09.
    shop/api (4) was stopped at 12:00:05, because terminateChild was called for shop/api at 12:00:04.
    It stays down until somebody starts it: otp-sup start shop/api"
  `)
})

it.each([
  [
    'waits for another one',
    { waitsFor: ['shop/db'], child: { ...child, state: 'down', pid: null } },
    'It waits until shop/db is ready.',
  ],
  [
    'has a supervisor that is down',
    { supervisor: { ...child, path: 'shop/jobs', state: 'down' }, child: { ...child, state: 'down', pid: null } },
    'Its supervisor shop/jobs is not running.',
  ],
  [
    'was never started',
    { child: { ...child, state: 'down', pid: null, incarnation: 0, since: null } },
    'It was never started.',
  ],
  [
    'is temporary',
    { child: { ...child, state: 'down', pid: null, restart: 'temporary', lastExit: exit('exit', { code: 1 }) } },
    'It is temporary',
  ],
] as const)('why a child does not run that %s', (_what, of, words) => {
  expect(text(of as unknown as Partial<WhyAnswer>)).toContain(words)
})

it('a chain that does not reach back to its beginning names the event before it', () => {
  const [first, ...later] = round
  const cut = [{ ...first, cause: 6 } as SupervisionEvent, ...later]
  expect(text({ start: cut })).toContain(', because of event 6 and what led to that')
  expect(text({ start: round })).not.toContain('because of event')
})
