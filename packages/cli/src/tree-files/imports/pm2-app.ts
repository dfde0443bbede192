// The options of an app of pm2.
import type { SinkOptions } from '@otp-sup/core'
import { approximate, byDefault, type Draft, keep, literal, lose } from './draft.ts'
import { durationOf, readDuration } from './durations.ts'
import { numberOf, recordOf, shown, sizeOf, textOf, textsOf } from './values.ts'

/** An app as it is written. */
export type AppValues = Readonly<Record<string, unknown>>

type Read = (made: Draft, value: unknown, app: AppValues) => void

const nothing: Read = () => {}
const log =
  (key: string, streams: readonly ('stdout' | 'stderr')[]): Read =>
  (made, value) => {
    const file = literal(textOf(value))
    const sink: SinkOptions = /^(?:\/dev\/null|NULL)$/.test(file) ? 'null' : { file }
    const sinks = Object.fromEntries(streams.map((stream) => [stream, sink]))
    keep(made, `${key}: ${file}`, { log: { ...made.options.log, ...sinks } })
  }

/** What pm2 does where it is not told, and we would do otherwise. */
const DEFAULTS: AppValues = { kill_timeout: 1600, stop_signal: 'SIGINT' }

const KEYS: Readonly<Record<string, Read>> = {
  name: nothing,
  script: nothing,
  args: nothing,
  interpreter: nothing,
  exec_interpreter: nothing,
  interpreter_args: nothing,
  node_args: nothing,
  listen_timeout: nothing,
  stop_signal: (made) => keep(made, 'SIGINT', { stopSignal: 'SIGINT' }),
  kill_timeout: (made, value) => {
    const shutdown = readDuration(value, 'ms')
    if (shutdown !== null) keep(made, `kill_timeout: ${shown(value)}`, { shutdown })
  },
  cwd: (made, value) => keep(made, `cwd: ${shown(value)}`, { cwd: literal(textOf(value)) }),
  env: (made, value) => {
    const entries = Object.entries(recordOf(value)).map(([key, each]) => [key, literal(textOf(each))] as const)
    keep(made, `env (${entries.map(([key]) => key).join(', ')})`, { env: Object.fromEntries(entries) })
  },
  env_file: (made, value) => keep(made, `env_file: ${shown(value)}`, { envFile: literal(textOf(value)) }),
  instances: (made, value) => {
    const count = numberOf(value)
    if (count > 1) keep(made, `instances: ${count}`, { instances: count })
    else if (count !== 1)
      approximate(made, `instances: ${shown(value)}`, { instances: 2 }, 'pm2 counts the cores; write how many.')
    if (count !== 1) lose(made, 'NODE_APP_INSTANCE', 'The number of a copy is in OTP_SUP_INSTANCE, from 1.')
  },
  exec_mode: (made, value) => {
    if (textOf(value).startsWith('cluster'))
      lose(made, `exec_mode: ${shown(value)}`, 'Copies are processes of their own and cannot share a port.')
  },
  autorestart: (made, value) =>
    keep(made, `autorestart: ${shown(value)}`, value === false ? { restart: 'temporary' } : {}),
  stop_exit_codes: (made, value) => {
    const successCodes = textsOf(value).map(numberOf)
    keep(made, `stop_exit_codes: ${shown(value)}`, { restart: 'transient', successCodes })
  },
  restart_delay: (made, value) => {
    const initial = readDuration(value, 'ms')
    if (initial === null || numberOf(value) === 0) return
    const backoff = { initial, factor: 1, jitter: 0, max: initial }
    approximate(made, `restart_delay: ${shown(value)}`, { backoff }, 'The first restart in a row does not wait.')
  },
  exp_backoff_restart_delay: (made, value) => {
    const initial = readDuration(value, 'ms')
    if (initial === null || numberOf(value) === 0) return
    const backoff = { initial, factor: 1.5, max: durationOf(Math.max(15_000, numberOf(value))) }
    approximate(
      made,
      `exp_backoff_restart_delay: ${shown(value)}`,
      { backoff },
      'The first restart in a row does not wait.',
    )
  },
  wait_ready: (made, value, { listen_timeout: timeout = 3000 }) => {
    if (value !== true) return
    const startTimeout = readDuration(timeout, 'ms') ?? '3s'
    const words = 'pm2 takes it for ready when listen_timeout is over; here the start has failed then.'
    approximate(made, 'wait_ready', { ready: { notify: 'ipc' }, startTimeout }, words)
  },
  out_file: log('out_file', ['stdout']),
  output: log('output', ['stdout']),
  out: log('out', ['stdout']),
  error_file: log('error_file', ['stderr']),
  error: log('error', ['stderr']),
  err_file: log('err_file', ['stderr']),
  log_file: log('log_file', ['stdout', 'stderr']),
  uid: (made, value) => keep(made, `uid: ${shown(value)}`, { user: account(value) }),
  user: (made, value) => keep(made, `user: ${shown(value)}`, { user: account(value) }),
  gid: (made, value) => keep(made, `gid: ${shown(value)}`, { group: account(value) }),
  max_memory_restart: (made, value) => {
    const memory = sizeOf(value)
    if (memory === null) lose(made, `max_memory_restart: ${shown(value)}`, 'It is no size.')
    else keep(made, `max_memory_restart: ${shown(value)}`, { limits: { memory } })
  },
  treekill: (made, value) => keep(made, `treekill: ${shown(value)}`, value === false ? { stopScope: 'leader' } : {}),
}

const LOST: Readonly<Record<string, string>> = {
  watch: 'otp-sup restarts nobody because a file has changed.',
  ignore_watch: 'otp-sup restarts nobody because a file has changed.',
  watch_options: 'otp-sup restarts nobody because a file has changed.',
  cron_restart: 'otp-sup knows no times of day.',
  max_restarts: 'Restarts are not counted for each app.',
  min_uptime: 'Restarts are not counted for each app.',
}

/** Reads the options of an app. */
export function readApp(made: Draft, app: AppValues): void {
  byDefault(made, () => {
    for (const [key, value] of Object.entries(DEFAULTS)) if (app[key] === undefined) KEYS[key]?.(made, value, app)
  })
  // What is turned off, and does not exist here, is as it was.
  const isNothing = (key: string, value: unknown) =>
    value === undefined || value === null || (value === false && !(key in KEYS))
  const given = Object.entries(app).filter(([key, value]) => !isNothing(key, value))
  for (const [key, value] of given)
    if (Object.hasOwn(KEYS, key)) KEYS[key]?.(made, value, app)
    else lose(made, key.startsWith('env_') ? key : `${key}: ${shown(value)}`, whyLost(key))
}

function whyLost(key: string): string {
  if (key.startsWith('env_')) return `It is for --env ${key.slice(4)}; put what is meant into env.`
  return (Object.hasOwn(LOST, key) ? LOST[key] : undefined) ?? 'There is nothing like it.'
}

function account(value: unknown): string | number {
  return /^\d+$/.test(textOf(value)) ? numberOf(value) : textOf(value)
}
