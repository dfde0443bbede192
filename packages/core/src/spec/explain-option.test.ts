import { describe, expect, it } from 'vitest'
import { worker } from './builders.ts'
import { checkSpec } from './check-spec.ts'
import type { Problem } from './problem.ts'

const cwd = '/srv/shop'
const command = ['true']

function problemsOf(value: unknown): readonly Problem[] {
  const checked = checkSpec(value, { cwd })
  return checked.ok ? [] : checked.problems
}

/** What is wrong with one worker, as `key: message fix`. */
const said = (options: object, flags: object = {}): readonly string[] =>
  problemsOf({ id: 'shop', ...flags, children: [{ id: 'api', command, ...options }] }).map(
    ({ key, message, fix }) => `${key}: ${message} ${fix}`,
  )

describe('a wrong option is told with its value and the way out', () => {
  it.each([
    [
      { shutdown: 5000 },
      'shutdown: shutdown is 5000, a number without a unit. Write "5000s" or "5000ms", whichever is meant.',
    ],
    [
      { shutdown: '5' },
      'shutdown: shutdown is "5", which is not a whole number and a unit (ms, s, m or h). Write "5s" or "5ms" or "infinity" or "brutal_kill".',
    ],
    [{ shutdown: 'Infinity' }, 'shutdown: shutdown is "Infinity". Write "infinity".'],
    [
      { shutdown: '577h' },
      'shutdown: shutdown is "577h", which is longer than 24 days. Write at most "576h" or "infinity" or "brutal_kill".',
    ],
    [
      { startTimeout: '0s' },
      'startTimeout: startTimeout is "0s": no time at all. Write how long, for example "5s" or "infinity".',
    ],
    [
      { restart: 'always' },
      'restart: restart is "always", which is none of permanent, transient, temporary. Write "permanent".',
    ],
    [
      { restart: 'on-failure' },
      'restart: restart is "on-failure", which is none of permanent, transient, temporary. Write "transient".',
    ],
    [
      { restart: 'no' },
      'restart: restart is "no", which is none of permanent, transient, temporary. Write "temporary".',
    ],
    [
      { restart: 'permanant' },
      'restart: restart is "permanant", which is none of permanent, transient, temporary. Write "permanent".',
    ],
    [
      { restart: false },
      'restart: restart is false, which is none of permanent, transient, temporary. Write "temporary".',
    ],
    [
      { command: 'node api.js' },
      'command: command is "node api.js": the name of one program, blanks included, and no shell line. Write command: ["node", "api.js"], or add shell: true.',
    ],
    [{ command: [] }, 'command.0: command is an empty list. Write the program and its arguments: ["node", "api.js"].'],
    [{ command: ['node', 80] }, 'command.1: command.1 is 80, but must be a text. Write "80".'],
    [
      { command: undefined },
      'command: command is missing. Write command: ["node", "api.js"], or children: [] if it is a supervisor.',
    ],
    [{ env: { PORT: 8080 } }, 'env.PORT: env.PORT is 8080, but must be a text. Write "8080".'],
    [{ env: ['A=1'] }, 'env: env is a list, but must map names to texts. Write env: { NAME: "value" }.'],
    [
      { stopCommand: 'pg_ctl stop' },
      'stopCommand: stopCommand is "pg_ctl stop", but must be a list of texts. Write ["pg_ctl", "stop"].',
    ],
    [
      { stopCommand: 'kill $OTP_SUP_PID' },
      'stopCommand: stopCommand is "kill $OTP_SUP_PID", but must be a list of texts. Write ["sh", "-c", "kill $OTP_SUP_PID"].',
    ],
    [
      { stopCommand: [] },
      'stopCommand.0: stopCommand is an empty list. Write the program and its arguments: ["pg_ctl", "stop"].',
    ],
    [
      { stopCommand: true },
      'stopCommand: stopCommand is true, but must be a list of texts. Write the program and its arguments: ["pg_ctl", "stop"].',
    ],
    [{ stopCommand: ['x', 1] }, 'stopCommand.1: stopCommand.1 is 1, but must be a text. Write "1".'],
    [
      { stopCommand: ['x'], shutdown: 'brutal_kill' },
      'stopCommand: stopCommand is given, but shutdown is "brutal_kill": it is killed without being asked. Write shutdown: "5s", for example, or leave stopCommand out.',
    ],
    [{ stopSignal: 'TERM' }, 'stopSignal: stopSignal is "TERM", which is no signal\'s name. Write "SIGTERM".'],
    [{ stopSignal: 'SIGQIUT' }, 'stopSignal: stopSignal is "SIGQIUT", which is no signal\'s name. Write "SIGQUIT".'],
    [{ successCodes: 0 }, 'successCodes: successCodes is 0, but must be a list of exit codes. Write [0].'],
    [
      { successCodes: [256] },
      'successCodes.0: successCodes.0 is 256, which is no exit code. Write a whole number from 0 to 255.',
    ],
    [
      { ready: { tcp: '80' } },
      'ready.tcp: ready.tcp is "80", but must be a port (1 to 65535) or "host:port". Write 80, without quotes.',
    ],
    [
      { ready: { tcp: 65536 } },
      'ready.tcp: ready.tcp is 65536, but must be a port (1 to 65535) or "host:port". Write 8080 or "127.0.0.1:8080", for example.',
    ],
    [
      { ready: {} },
      'ready: ready does not say what to wait for. Write { tcp: 8080 }, { http: "http://127.0.0.1:8080/health" }, { log: "listening" } or { exit: true }.',
    ],
    [{ ready: { tcp: 80, exit: true } }, 'ready: ready has both tcp and exit. Keep the one to wait for.'],
    [
      { ready: { exit: false } },
      'ready.exit: ready.exit is false, but can only be true. Write { exit: true }, or leave ready out if it is ready as soon as its process exists.',
    ],
    [
      { ready: 'tcp' },
      'ready: ready is "tcp", but must say what to wait for. Write { tcp: 8080 }, { http: "http://127.0.0.1:8080/health" }, { log: "listening" } or { exit: true }, or leave ready out if it is ready as soon as its process exists.',
    ],
    [
      { ready: { exit: true }, restart: 'permanent' },
      'restart: restart is "permanent", but a one-shot (ready: { exit: true }) is done when it has exited. Write "transient", or leave restart out.',
    ],
    [
      { instances: 0 },
      'instances: instances is 0, but must be a whole number from 1 to 10000. Write 1 or more, or leave it out for one child.',
    ],
    [{ cwd: '' }, 'cwd: cwd is "", but must be the path of a folder. Write "." or a path such as "./api".'],
    [{ dependsOn: 'db' }, 'dependsOn: dependsOn is "db", but must be a list of ids of siblings. Write ["db"].'],
  ])('%j', (options, expected) => {
    expect(said(options)).toEqual([expected])
  })

  it.each([
    [
      { strategy: 'one-for-all' },
      'strategy is "one-for-all", which is none of one_for_one, one_for_all, rest_for_one, simple_one_for_one.',
      'Write "one_for_all".',
    ],
    [
      { intensity: -1 },
      'intensity is -1, but must be a whole number from 0: how many restarts are borne; or "infinity".',
      'Write 3, for example.',
    ],
    [
      { intensity: 1.5 },
      'intensity is 1.5, but must be a whole number from 0: how many restarts are borne; or "infinity".',
      'Write 3, for example.',
    ],
    [{ intensity: 'unlimited' }, 'intensity is "unlimited".', 'Write "infinity", and a backoff.'],
    [{ strategy: 'simple-one-for-one' }, expect.stringContaining('which is none of'), 'Write "simple_one_for_one".'],
    [{ period: 5 }, 'period is 5, a number without a unit.', 'Write "5s" or "5ms", whichever is meant.'],
    [{ period: '0ms' }, 'period is "0ms": no time at all.', 'Write how long, for example "5s".'],
    [
      { autoShutdown: 'any' },
      'autoShutdown is "any", which is none of never, any_significant, all_significant.',
      'Write one of "never", "any_significant", "all_significant".',
    ],
    [{ id: 'my shop' }, 'id is "my shop"; an id is made of letters, digits and _ . @ -.', 'Write "my-shop".'],
    [{ id: undefined }, 'id is missing.', 'Write id: "some-name"; an id is made of letters, digits and _ . @ -.'],
    [{ children: {} }, 'children is {}, but must be a list.', 'Write a list of objects that each have an id.'],
    [
      { maxRestarts: 3 },
      'maxRestarts is not an option of a supervisor; otp-sup calls it intensity.',
      'Write intensity.',
    ],
    [{ intensty: 3 }, 'intensty is not an option of a supervisor.', 'Did you mean intensity?'],
    [
      { command: ['x'] },
      'command is an option of workers, and this is a supervisor.',
      'Move command to a worker among its children.',
    ],
  ])('a supervisor with %j', (options, message, fix) => {
    expect(problemsOf({ id: 'shop', children: [], ...options })).toMatchObject([{ message, fix }])
  })

  it.each([
    [null, 'The root of the tree is null, but must be a supervisor.'],
    ['shop', 'The root of the tree is "shop", but must be a supervisor.'],
    [[], 'The root of the tree is an empty list, but must be a supervisor.'],
    [undefined, 'The root of the tree is missing, but must be a supervisor.'],
    [worker('api', { command }), 'The root of the tree is a worker, but must be a supervisor.'],
    [() => 1, 'The spec is a function, which is no plain data.'],
    [Promise.resolve({}), 'The spec is a Promise, which is no plain data.'],
  ])('the root %j', (root, message) => {
    expect(problemsOf(root)).toMatchObject([{ key: '', at: [], message }])
  })
})

describe('a key that is not an option', () => {
  it.each([
    ['depends_on', 'Write dependsOn.'],
    ['environment', 'Write env.'],
    ['working_dir', 'Write cwd.'],
    ['replicas', 'Write instances.'],
    ['stopwaitsecs', 'Write shutdown.'],
    ['kill_timeout', 'Write shutdown.'],
    ['stop_signal', 'Write stopSignal.'],
    ['ExecStop', 'Write stopCommand.'],
    ['maxRestarts', 'Write intensity in the supervisor instead.'],
    ['strategy', 'Move strategy to its supervisor, or add children: [] if this is one.'],
    ['comand', 'Did you mean command?'],
    ['dependOn', 'Did you mean dependsOn?'],
    ['healthcheck', 'Write health.'],
    ['max_memory_restart', 'Write limits: { memory: "512MiB" }, for example.'],
    ['CPUQuota', 'Write limits: { cpu: "150%" }, for example.'],
    ['readinessProbe', 'Write ready.'],
    ['wait_ready', 'Write ready.'],
    ['notification_fd', 'Write ready.'],
  ])('%s: %s', (key, fix) => {
    expect(said({ [key]: 1 })).toEqual([
      expect.stringMatching(new RegExp(`^${key}: .*${fix.replaceAll(/[.?[\]]/g, '\\$&')}$`)),
    ])
  })
})
