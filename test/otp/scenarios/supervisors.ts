// Supervisors that end: by giving up, by autoShutdown, by a failed start; and what their parents do.
import { boom, call, children, normal, type OtpScenario, s, scenario, w } from './otp-scenario.ts'

const givesUp = (['permanent', 'transient', 'temporary'] as const).map((restart) =>
  scenario(
    's08_parent_of_a_quitter',
    `S08 ${restart}`,
    s('top', { intensity: 3 }, [w('bystander'), s('sub', { intensity: 0, restart }, [w('a'), w('b')])]),
    [boom('top/sub/a'), children('top')],
  ),
)

const multiplies = scenario(
  's09_escalation_multiplies',
  'S09',
  s('top', { intensity: 1, period: '60s' }, [s('sub', { intensity: 2, period: '60s' }, [w('leaf')])]),
  [1, 2, 3, 4, 5, 6].map(() => boom('top/sub/leaf')),
)

const anyFile = 's12_auto_shutdown_any'
const any = { autoShutdown: 'any_significant', intensity: 3 } as const
const job = w('job', { restart: 'transient', significant: true })
const unit = (options: { readonly restart?: 'transient' }) =>
  s('top', { intensity: 2 }, [w('by'), s('unit', { ...any, ...options }, [job, w('helper')])])

const anySignificant = [
  scenario(anyFile, 'S12a', s('s', { ...any, strategy: 'one_for_all' }, [job, w('helper')]), [
    call('terminateChild', 's/job'),
    call('restartChild', 's/job'),
    boom('s/job'),
    boom('s/helper'),
  ]),
  scenario(anyFile, 'S12b', s('s', any, [w('helper1'), job, w('helper2')]), [normal('s/job')]),
  scenario(anyFile, 'S12c', s('s', any, [w('helper'), w('job', { restart: 'temporary', significant: true })]), [
    boom('s/job'),
  ]),
  scenario(anyFile, 'S12d', unit({ restart: 'transient' }), [normal('top/unit/job'), children('top')]),
  scenario(anyFile, 'S12e', unit({}), [normal('top/unit/job'), children('top'), children('top/unit')]),
  scenario(
    anyFile,
    'S12g',
    s('top', any, [w('by'), s('unit', { intensity: 0, restart: 'transient', significant: true }, [w('leaf')])]),
    [boom('top/unit/leaf')],
  ),
]

const allFile = 's13_auto_shutdown_all'
const all = { autoShutdown: 'all_significant', intensity: 5 } as const
const jobs = (restart: 'transient' | 'temporary') => [
  w('j1', { restart, significant: true }),
  w('j2', { restart, significant: true }),
  w('helper'),
]

const allSignificant = [
  scenario(allFile, 'S13a', s('s', all, jobs('transient')), [
    normal('s/j1'),
    call('terminateChild', 's/j2'),
    children('s'),
  ]),
  scenario(allFile, 'S13b', s('s', all, jobs('transient')), [call('terminateChild', 's/j2'), normal('s/j1')]),
  scenario(allFile, 'S13c', s('s', { ...all, strategy: 'one_for_all' }, jobs('transient')), [
    normal('s/j1'),
    children('s'),
    boom('s/helper'),
    children('s'),
    normal('s/j2'),
    normal('s/j1'),
  ]),
  scenario(allFile, 'S13d', s('s', { ...all, strategy: 'one_for_all' }, jobs('temporary')), [
    boom('s/helper'),
    children('s'),
  ]),
]

const firstFile = 's14_failure_during_start'
const failedStarts = [
  scenario(firstFile, 'S14a', s('s', { intensity: 10 }, [w('a'), w('b'), w('c'), w('d')]), [
    { at: '0s', failStart: 's/c', times: 1 },
  ]),
  scenario(firstFile, 'S14b', s('top', {}, [w('x'), s('sub', {}, [w('a'), w('b')])]), [
    { at: '0s', failStart: 'top/sub/b', times: 1 },
  ]),
  scenario(firstFile, 'S14c', s('top', { intensity: 3 }, [w('x'), s('sub', { intensity: 0 }, [w('a'), w('b')])]), [
    { failStart: 'top/sub/b', times: 2 },
    boom('top/sub/a'),
    children('top'),
  ]),
]

export const supervisorScenarios: readonly OtpScenario[] = [
  ...givesUp,
  multiplies,
  ...anySignificant,
  ...allSignificant,
  ...failedStarts,
]
