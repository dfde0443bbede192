// The options of [Service].
import type { SinkOptions, WorkerOptions } from '@otp-sup/core'
import { approximate, byDefault, type Draft, keep, literal, lose } from './draft.ts'
import { readDuration } from './durations.ts'
import { splitWords } from './shell-words.ts'
import { signalNamed } from './signal-names.ts'
import { sizeOf } from './values.ts'

/** Values by key, each as often as it stands there. */
export type ServiceValues = ReadonlyMap<string, readonly string[]>

type Read = (made: Draft, value: string, values: readonly string[]) => void

const nothing: Read = () => {}

/** What systemd does where it is not told, and we would do otherwise. */
const DEFAULTS: readonly (readonly [string, string])[] = [
  ['Restart', 'no'],
  ['TimeoutStopSec', '90s'],
]

const TYPES: Readonly<Record<string, Read>> = {
  simple: (made) => keep(made, 'Type=simple', {}),
  exec: (made) => keep(made, 'Type=exec', {}),
  idle: (made) => keep(made, 'Type=idle', {}),
  notify: (made) => keep(made, 'Type=notify', { ready: { notify: 'systemd' } }),
  'notify-reload': (made) => keep(made, 'Type=notify-reload', { ready: { notify: 'systemd' } }),
  oneshot: (made) => keep(made, 'Type=oneshot', { ready: { exit: true } }),
  forking: (made) =>
    lose(made, 'Type=forking', 'A supervised program stays in the foreground: add the option of it that does so.'),
  dbus: (made) => lose(made, 'Type=dbus', 'It counts as started as soon as its process exists.'),
}

const RESTARTS: Readonly<Record<string, readonly [NonNullable<WorkerOptions['restart']>, string]>> = {
  no: ['temporary', ''],
  always: ['permanent', ''],
  'on-failure': ['transient', ''],
  'on-abnormal': ['transient', 'An exit code that is no success restarts it, too.'],
  'on-abort': ['transient', 'An exit code that is no success restarts it, too.'],
  'on-watchdog': ['transient', 'Any failure restarts it.'],
  'on-success': ['permanent', 'A failure restarts it, too.'],
}

const timeout =
  (key: string, option: 'shutdown' | 'startTimeout'): Read =>
  (made, value) => {
    const duration = value === 'infinity' || value === '0' ? 'infinity' : readDuration(value)
    if (duration === null) lose(made, `${key}=${value}`, 'It is no duration.')
    else keep(made, `${key}=${value}`, { [option]: duration })
  }
const number =
  (key: string, option: 'nice' | 'oomScoreAdj'): Read =>
  (made, value) =>
    keep(made, `${key}=${value}`, { [option]: Number(value) })
const stream =
  (key: string, name: 'stdout' | 'stderr'): Read =>
  (made, value) =>
    keep(made, `${key}=${value}`, { log: { ...made.options.log, [name]: sinkOf(value) } })

const KEYS: Readonly<Record<string, Read>> = {
  ExecStart: nothing,
  ExecStartPre: nothing,
  ExecStop: nothing,
  Type: (made, value) =>
    Object.hasOwn(TYPES, value) ? TYPES[value]?.(made, value, []) : lose(made, `Type=${value}`, 'It is unknown.'),
  Restart: (made, value) => {
    const [restart, words] = (Object.hasOwn(RESTARTS, value) ? RESTARTS[value] : undefined) ?? [
      'permanent',
      'It is unknown.',
    ]
    const isOneShot = made.options.ready !== undefined && 'exit' in made.options.ready
    // Done is done: a one-shot is never restarted after a good end.
    approximate(
      made,
      `Restart=${value}`,
      isOneShot && value !== 'always' ? {} : { restart: isOneShot ? 'transient' : restart },
      words,
    )
  },
  RestartSec: (made, value) => {
    const initial = readDuration(value)
    if (initial === null || /^0\D*$/.test(value)) return
    const backoff = { initial, factor: 1, max: initial, jitter: 0 }
    approximate(made, `RestartSec=${value}`, { backoff }, 'The first restart in a row does not wait.')
  },
  TimeoutStopSec: timeout('TimeoutStopSec', 'shutdown'),
  TimeoutStartSec: timeout('TimeoutStartSec', 'startTimeout'),
  TimeoutSec: (made, value, values) => {
    for (const key of ['TimeoutStopSec', 'TimeoutStartSec']) KEYS[key]?.(made, value, values)
  },
  KillSignal: (made, value) => {
    const stopSignal = signalNamed(value)
    if (stopSignal !== null) keep(made, `KillSignal=${value}`, { stopSignal })
  },
  KillMode: (made, value) => {
    if (value === 'control-group') keep(made, `KillMode=${value}`, {})
    else if (value === 'mixed') keep(made, `KillMode=${value}`, { stopScope: 'leader' })
    else
      approximate(
        made,
        `KillMode=${value}`,
        { stopScope: 'leader' },
        'What is left of the group is ended all the same.',
      )
  },
  SuccessExitStatus: (made, value) => {
    const codes = value
      .split(/\s+/)
      .filter((each) => /^\d+$/.test(each))
      .map(Number)
    keep(made, `SuccessExitStatus=${value}`, codes.length === 0 ? {} : { successCodes: [0, ...codes] })
  },
  RestartPreventExitStatus: (made, value) => {
    const codes = value
      .split(/\s+/)
      .filter((each) => /^\d+$/.test(each))
      .map(Number)
    const words = 'Such an end counts as a good one.'
    approximate(
      made,
      `RestartPreventExitStatus=${value}`,
      { successCodes: [...(made.options.successCodes ?? [0]), ...codes] },
      words,
    )
  },
  User: (made, value) => keep(made, `User=${value}`, { user: account(value) }),
  Group: (made, value) => keep(made, `Group=${value}`, { group: account(value) }),
  UMask: (made, value) => keep(made, `UMask=${value}`, { umask: value.replace(/^0(?=\d{3}$)/, '').padStart(3, '0') }),
  Nice: number('Nice', 'nice'),
  OOMScoreAdjust: number('OOMScoreAdjust', 'oomScoreAdj'),
  LimitNOFILE: (made, value) => {
    const soft = Number(value.split(':')[0])
    if (Number.isInteger(soft)) keep(made, `LimitNOFILE=${value}`, { limits: { ...made.options.limits, nofile: soft } })
    else lose(made, `LimitNOFILE=${value}`, 'Write how many.')
  },
  MemoryMax: (made, value) => {
    const memory = sizeOf(value)
    if (memory === null) lose(made, `MemoryMax=${value}`, 'It is no size.')
    else
      approximate(
        made,
        `MemoryMax=${value}`,
        { limits: { ...made.options.limits, memory } },
        'It is measured now and then.',
      )
  },
  WatchdogSec: (made, value) => {
    const every = readDuration(value)
    if (every !== null) keep(made, `WatchdogSec=${value}`, { health: { notify: 'systemd', every, failures: 1 } })
  },
  WorkingDirectory: (made, value) => {
    const cwd = literal(value.replace(/^-/, '')).replace(/^~/, '${HOME}')
    keep(made, `WorkingDirectory=${value}`, { cwd })
  },
  Environment: (made, _value, values) => {
    const pairs = values
      .flatMap((each) => splitWords(each) ?? [])
      .map((each) => [each.split('=')[0] ?? '', literal(each.slice(each.indexOf('=') + 1))] as const)
    keep(made, `Environment (${pairs.map(([name]) => name).join(', ')})`, { env: Object.fromEntries(pairs) })
  },
  EnvironmentFile: (made, value, values) => {
    const files = values.map((each) => literal(each.replace(/^-/, '')))
    const envFile = files.length === 1 ? (files[0] ?? '') : files
    const isOptional = values.some((each) => each.startsWith('-'))
    approximate(made, `EnvironmentFile=${value}`, { envFile }, isOptional ? 'Here it must be there.' : '')
  },
  StandardOutput: stream('StandardOutput', 'stdout'),
  StandardError: stream('StandardError', 'stderr'),
}

/** Reads the options of a service. */
export function addService(made: Draft, service: ServiceValues): void {
  const defaults = DEFAULTS.filter(
    ([key]) => !service.has(key) && !(key === 'TimeoutStopSec' && service.has('TimeoutSec')),
  )
  // Type first: it tells what Restart means.
  const entries = [...service].toSorted(([a], [b]) => Number(b === 'Type') - Number(a === 'Type'))
  const lost: string[] = []
  for (const [key, values] of entries) {
    if (Object.hasOwn(KEYS, key)) KEYS[key]?.(made, values.at(-1) ?? '', values)
    else lost.push(key)
  }
  byDefault(made, () => {
    for (const [key, value] of defaults) KEYS[key]?.(made, value, [value])
  })
  if (lost.length > 0) lose(made, lost.join(', '), 'There is nothing like them.')
  const isOpen = entries.some(
    ([key, values]) =>
      !key.startsWith('Exec') && Object.hasOwn(KEYS, key) && values.some((each) => /%[a-zA-Z]/.test(each)),
  )
  if (isOpen) lose(made, 'specifiers such as %i', 'They are filled in in commands only.')
}

function sinkOf(value: string): SinkOptions {
  const [kind = '', file] = value.split(/:(.*)/)
  if (file !== undefined && /^(?:file|append|truncate)$/.test(kind)) return { file: literal(file) }
  return kind === 'null' ? 'null' : 'console'
}

function account(name: string): string | number {
  return /^\d+$/.test(name) ? Number(name) : name
}
