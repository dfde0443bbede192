// The options of a [program:x].
import type { SignalName, SinkOptions } from '@otp-sup/core'
import { approximate, type Draft, keep, lose } from './draft.ts'
import { durationOf } from './durations.ts'
import { splitWords } from './shell-words.ts'

type Read = (made: Draft, value: string, expand: (text: string) => string, all: ReadonlyMap<string, string>) => void

const isTrue = (value: string): boolean => /^(?:true|yes|on|1)$/i.test(value)
const nothing: Read = () => {}
const lost =
  (key: string, words: string): Read =>
  (made, value) =>
    lose(made, `${key}=${value}`, words)

const rotation =
  (key: string): Read =>
  (made, value) => {
    if (value !== '0') lose(made, `${key}=${value}`, 'Files are not rotated yet.')
  }

/** What becomes of an option. */
export const PROGRAM_KEYS: Readonly<Record<string, Read>> = {
  command: (made, value, expand) => {
    const words = splitWords(expand(value))
    if (words === null || words.length === 0)
      approximate(made, 'command', { command: ['false'] }, 'It has no end: correct it.')
    else keep(made, `command=${value}`, { command: words })
  },
  process_name: nothing,
  numprocs: nothing,
  numprocs_start: nothing,
  autostart: nothing,
  priority: nothing,
  exitcodes: nothing,
  directory: (made, value, expand) => keep(made, `directory=${value}`, { cwd: expand(value) }),
  umask: (made, value) => keep(made, `umask=${value}`, { umask: value.padStart(3, '0') }),
  user: (made, value) => keep(made, `user=${value}`, { user: /^\d+$/.test(value) ? Number(value) : value }),
  environment: (made, value, expand) => {
    const env = { ...made.options.env, ...environmentOf(expand(value)) }
    keep(made, `environment (${Object.keys(env).join(', ')})`, { env })
  },
  autorestart: (made, value, _expand, all) => {
    if (value !== 'unexpected')
      return keep(made, `autorestart=${value}`, { restart: isTrue(value) ? 'permanent' : 'temporary' })
    const codes = (all.get('exitcodes') ?? '0').split(',').map(Number)
    keep(made, 'autorestart=unexpected', {
      restart: 'transient',
      ...(codes.join() === '0' ? {} : { successCodes: codes }),
    })
  },
  startsecs: (made, value) => {
    const seconds = Number(value)
    if (!(seconds > 0)) return keep(made, `startsecs=${value}`, {})
    const ready = { delay: durationOf(seconds * 1000) }
    const isLong = seconds >= 30
    const startTimeout = durationOf((seconds + 30) * 1000)
    keep(made, `startsecs=${value}`, isLong ? { ready, startTimeout } : { ready })
  },
  startretries: lost('startretries', 'Restarts are not counted for each program.'),
  stopsignal: (made, value) =>
    keep(made, `stopsignal=${value}`, { stopSignal: `SIG${value.replace(/^SIG/, '')}` as SignalName }),
  stopwaitsecs: (made, value) => keep(made, `stopwaitsecs=${value}`, { shutdown: durationOf(Number(value) * 1000) }),
  stopasgroup: (made, value) => keep(made, `stopasgroup=${value}`, isTrue(value) ? {} : { stopScope: 'leader' }),
  killasgroup: (made, value) => {
    if (isTrue(value)) keep(made, `killasgroup=${value}`, {})
    else lose(made, `killasgroup=${value}`, 'SIGKILL always goes to the whole group.')
  },
  redirect_stderr: nothing,
  stdout_logfile: (made, value, expand, all) => {
    const sink = sinkOf(expand(value))
    const isBoth = isTrue(all.get('redirect_stderr') ?? 'false')
    const log = { ...made.options.log, stdout: sink, ...(isBoth ? { stderr: sink } : {}) }
    keep(made, `stdout_logfile=${value}`, { log })
  },
  stderr_logfile: (made, value, expand) =>
    keep(made, `stderr_logfile=${value}`, { log: { ...made.options.log, stderr: sinkOf(expand(value)) } }),
  stdout_logfile_maxbytes: rotation('stdout_logfile_maxbytes'),
  stdout_logfile_backups: rotation('stdout_logfile_backups'),
  stderr_logfile_maxbytes: rotation('stderr_logfile_maxbytes'),
  stderr_logfile_backups: rotation('stderr_logfile_backups'),
}

function sinkOf(file: string): SinkOptions {
  if (/^(?:AUTO|syslog)$/i.test(file) || /^\/dev\/(?:std(?:out|err)|fd\/[12])$/.test(file)) return 'console'
  return /^(?:NONE|\/dev\/null)$/i.test(file) ? 'null' : { file }
}

/** `A="1",B=2` */
export function environmentOf(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/([\w.]+)\s*=\s*("[^"]*"|'[^']*'|[^,\n]*)/g)
  return Object.fromEntries(
    Array.from(pairs, ([, name = '', value = '']) => [name, value.trim().replaceAll(/^["']|["']$/g, '')]),
  )
}
