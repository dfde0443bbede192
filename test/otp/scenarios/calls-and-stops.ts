// Stopping in reverse order, who is killed, and what calls answer.
import { call, children, type OtpScenario, s, scenario, startChild, stop, w } from './otp-scenario.ts'

const protocol = 's11_shutdown_protocol'
const transient = { restart: 'transient' } as const

const shutdowns: OtpScenario[] = [
  scenario(protocol, 'S11a', s('s', {}, [w('a'), w('b'), w('c')]), [stop]),
  {
    ...scenario(
      protocol,
      'S11b',
      s('s', {}, [
        w('stubborn', { shutdown: '100ms' }),
        w('brutal', { shutdown: 'brutal_kill' }),
        w('other'),
        w('normal_perm'),
        w('normal_tran', transient),
        w('sdt_perm'),
        w('sdt_tran', transient),
        w('brutal_tran', { ...transient, shutdown: 'brutal_kill' }),
        w('polite'),
      ]),
      [{ ignoreStop: 's/stubborn' }, stop],
    ),
    differs: {
      why: 'a simulated leaf that is asked to stop ends by its stop signal, never with a reason of its own',
      ours: (real) => real.map((line) => line.replace(/\((abnormal|normal)\)/, '(shutdown)')),
    },
  },
  scenario(protocol, 'S11c', s('s', {}, [w('zero', { shutdown: '0ms' })]), [{ ignoreStop: 's/zero' }, stop]),
]

const again = ['terminateChild', 'restartChild'].map((name) => call(name, 's/b'))

const callsDoNotCount = scenario(
  's15_api_does_not_count',
  'S15',
  s('s', { strategy: 'rest_for_one', intensity: 0 }, [w('a'), w('b'), w('c')]),
  [
    startChild('s', w('a')),
    call('restartChild', 's/a'),
    call('deleteChild', 's/a'),
    call('terminateChild', 's/b'),
    children('s'),
    call('terminateChild', 's/b'),
    startChild('s', w('b')),
    call('restartChild', 's/b'),
    ...again,
    ...again,
    ...again,
    call('terminateChild', 's/b'),
    call('deleteChild', 's/b'),
    startChild('s', w('b')),
    children('s'),
    startChild('s', w('t', { restart: 'temporary' })),
    call('terminateChild', 's/t'),
    call('restartChild', 's/t'),
    call('deleteChild', 's/t'),
    { failStart: 's/z', times: 1 },
    startChild('s', w('z')),
    call('restartChild', 's/z'),
    call('terminateChild', 's/nobody'),
    call('getChildSpec', 's/nobody'),
    call('countChildren', 's'),
  ],
)

export const callAndStopScenarios: readonly OtpScenario[] = [...shutdowns, callsDoNotCount]
