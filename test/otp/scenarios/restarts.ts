// Rounds of restarts: whom they stop and start, what they cost, what happens when a start in them fails.
import {
  atOnce,
  boom,
  call,
  children,
  normal,
  type OtpScenario,
  s,
  scenario,
  shutdown,
  startChild,
  stop,
  w,
} from './otp-scenario.ts'

const temporary = { restart: 'temporary' } as const
const transient = { restart: 'transient' } as const

const resurrects = scenario(
  's01_one_for_all_resurrects',
  'S01',
  s('s', { strategy: 'one_for_all', intensity: 3 }, [
    w('perm'),
    w('temp', temporary),
    w('done', transient),
    w('parked'),
    w('crasher'),
  ]),
  [normal('s/done'), call('terminateChild', 's/parked'), children('s'), boom('s/crasher'), children('s'), stop],
)

const restOrder = scenario(
  's02_rest_for_one_order',
  'S02',
  s('s', { strategy: 'rest_for_one', intensity: 5 }, [w('a'), w('b'), w('c', temporary), w('d', transient)]),
  [
    startChild('s', w('e')),
    boom('s/b'),
    children('s'),
    startChild('s', w('t', temporary)),
    startChild('s', w('f')),
    boom('s/t'),
    normal('s/d'),
    children('s'),
    boom('s/a'),
    children('s'),
  ],
)

const failingSiblings = [
  scenario(
    's03_one_for_all_retry',
    'S03',
    s('s', { strategy: 'one_for_all', intensity: 3 }, [w('a'), w('b'), w('c')]),
    [{ failStart: 's/b', times: 1 }, boom('s/a'), children('s')],
  ),
  scenario(
    's04_rest_for_one_retry',
    'S04',
    s('s', { strategy: 'rest_for_one', intensity: 3 }, [w('z'), w('a'), w('b'), w('c')]),
    [{ failStart: 's/b', times: 1 }, boom('s/a'), children('s')],
  ),
]

const count = 's05_intensity_count'
const intensity = [
  scenario(count, 'S05a', s('s', { intensity: 2 }, [w('a'), w('b')]), [boom('s/a'), boom('s/b'), boom('s/a')]),
  scenario(count, 'S05b', s('s', { intensity: 0 }, [w('a'), w('b'), w('c')]), [boom('s/b')]),
  scenario(count, 'S05c', s('s', {}, [w('a'), w('t', transient)]), [
    startChild('s', w('x', temporary)),
    boom('s/x'),
    shutdown('s/t'),
    boom('s/a'),
    boom('s/a'),
  ]),
  scenario(count, 'S05d', s('s', {}, [w('a')]), [normal('s/a'), shutdown('s/a')]),
]

const spins = 's07_failing_restart_spins'
const failingRestarts: OtpScenario[] = [
  scenario(spins, 'S07a', s('s', { intensity: 4, period: '10s' }, [w('a'), w('b')]), [
    { failStart: 's/a', times: 10 },
    boom('s/a'),
  ]),
  {
    ...scenario(spins, 'S07b', s('s', { intensity: 6, period: '10s' }, [w('a')]), [
      { startTakes: 's/a', duration: '100ms' },
      { failStart: 's/a', times: 10 },
      { ...boom('s/a'), at: '1s' },
      { ...children('s'), at: '1150ms' },
      { ...call('restartChild', 's/a'), at: '1250ms' },
      { ...call('deleteChild', 's/a'), at: '1350ms' },
      { ...startChild('s', w('a')), at: '1450ms' },
      { ...call('terminateChild', 's/a'), at: '1550ms' },
      children('s'),
    ]),
    takesTime: true,
    differs: {
      why: 'a call that names no child does not wait for the attempt under way',
      ours: (real) => {
        const answer = '# s: a=restarting'
        return real.flatMap((line) => (line === answer ? [] : line === '!a#3' ? [answer, line] : [line]))
      },
    },
  },
]

const simultaneous = (
  [
    ['one_for_one', 'a', 'b'],
    ['one_for_all', 'a', 'b'],
    ['rest_for_one', 'a', 'b'],
    ['rest_for_one', 'b', 'a'],
  ] as const
).map(([strategy, first, second]) =>
  scenario(
    's10_simultaneous_crashes',
    `S10 ${strategy}, intensity 1: ${first} then ${second}`,
    s('s', { strategy }, [w('a'), w('b'), w('c')]),
    atOnce('1s', boom(`s/${first}`), boom(`s/${second}`)),
  ),
)

const stale = 's17_stale_retry'
const staleRetries: OtpScenario[] = [
  {
    ...scenario(stale, 'S17a', s('s', { strategy: 'one_for_all', intensity: 2 }, [w('a'), w('c'), w('b')]), [
      { startTakes: 's/b', duration: '150ms' },
      { failStart: 's/b', times: 1 },
      { ...boom('s/a'), at: '1s' },
      { ...boom('s/c'), at: '1060ms' },
      children('s'),
    ]),
    takesTime: true,
    differs: {
      why: 'an exit is taken while a round waits for a start: the starting child is stopped and joins the new round',
      ours: (real) => real.map((line) => (line === '!b#2' ? '-b#2(shutdown)' : line)),
    },
  },
  {
    ...scenario(stale, 'S17b', s('s', { intensity: 10 }, [w('a')]), [
      { startTakes: 's/a', duration: '100ms' },
      { failStart: 's/a', times: 1 },
      { ...boom('s/a'), at: '1s' },
      { ...call('terminateChild', 's/a'), at: '1040ms' },
      { ...call('restartChild', 's/a'), at: '1060ms' },
      children('s'),
    ]),
    takesTime: true,
  },
  {
    ...scenario(stale, 'S17c', s('s', { strategy: 'one_for_all', intensity: 10 }, [w('a'), w('b'), w('c')]), [
      { startTakes: 's/b', duration: '100ms' },
      { failStart: 's/b', times: 1 },
      { ...boom('s/a'), at: '1s' },
      { ...call('terminateChild', 's/b'), at: '1040ms' },
      children('s'),
    ]),
    takesTime: true,
  },
]

export const restartScenarios: readonly OtpScenario[] = [
  resurrects,
  restOrder,
  ...failingSiblings,
  ...intensity,
  ...failingRestarts,
  ...simultaneous,
  ...staleRetries,
]
