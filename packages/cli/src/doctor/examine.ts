// What this machine has of what otp-sup needs. Looks, and leaves nothing behind.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { runBase, whyUnsafe } from '@otp-sup/core/client'

/** One thing that was looked at. */
export type Finding = {
  readonly what: string
  /** `missing`: nothing runs without it. `limited`: something is not there that some trees need. */
  readonly state: 'ok' | 'limited' | 'missing'
  readonly found: string
  /** How to get it; null when it is there. */
  readonly fix: string | null
}

const ok = (what: string, found: string): Finding => ({ what, state: 'ok', found, fix: null })

/** All of it. */
export const examine = (): readonly Finding[] => [
  platform(),
  ok('node', process.version),
  lock(),
  runDirectory(),
  fileSystem(),
  perl(),
  proc(),
  cgroup(),
]

const platform = (): Finding => {
  const found = `${process.platform} ${process.arch}`
  if (process.platform === 'linux') return ok('platform', found)
  const fix = 'use Linux where you need: who holds a port, memory and CPU by /proc, groups within a session'
  return { what: 'platform', state: process.platform === 'darwin' ? 'limited' : 'missing', found, fix }
}

/** The first line that it prints, its name when it prints none; null when it cannot be run. */
const runs = (program: string, args: readonly string[]): string | null => {
  const { error, stdout } = spawnSync(program, args, { encoding: 'utf8' })
  // Not by its status: the flock of busybox works, and knows no --version.
  return error === undefined ? stdout.trim().split('\n')[0] || program : null
}

const PERL_VERSION = ['-e', 'print $^V']

const lock = (): Finding => {
  const flock = runs('flock', ['--version'])
  if (flock !== null) return ok('lock', flock)
  const found = runs('perl', PERL_VERSION)
  if (found !== null) return ok('lock', `by perl ${found}; there is no flock`)
  return { what: 'lock', state: 'missing', found: 'neither flock nor perl', fix: 'install util-linux (flock)' }
}

const runDirectory = (): Finding => {
  const base = runBase()
  const named = 'OTP_SUP_DIR' in process.env ? ' (OTP_SUP_DIR)' : ''
  if (!existsSync(base)) return ok('run directory', `${base}${named}: is made by the first run`)
  const why = whyUnsafe(base)
  if (why === null) return ok('run directory', `${base}${named}`)
  return {
    what: 'run directory',
    state: 'missing',
    found: `${base}: ${why}`,
    fix: 'remove it, or name another one in OTP_SUP_DIR',
  }
}

const NFS = 0x6969

const fileSystem = (): Finding => {
  const base = runBase()
  const here = existsSync(base) ? base : '/tmp'
  if (statfsSync(here).type !== NFS) return ok('locks on its disk', 'of this machine')
  return { what: 'locks on its disk', state: 'limited', found: 'NFS', fix: 'name a local folder in OTP_SUP_DIR' }
}

const perl = (): Finding => {
  const found = runs('perl', PERL_VERSION)
  if (found !== null) return ok('perl', found)
  const fix = 'install perl-base: user, group, umask, nice, limits.nofile and notify: systemd need it'
  return { what: 'perl', state: 'limited', found: 'none', fix }
}

const proc = (): Finding => {
  if (existsSync('/proc/1/stat')) return ok('/proc', 'readable')
  const fix = process.platform === 'linux' ? 'mount it, without hidepid' : 'ready: { tcp } counts whoever answers'
  return { what: '/proc', state: 'limited', found: 'cannot see other processes', fix }
}

const cgroup = (): Finding => {
  const place = ownCgroup()
  if (place !== null && canMakeFolder(place)) return ok('cgroup v2', `${place}: writable`)
  const fix = 'not needed; a writable one (systemd: Delegate=yes) makes containment of every process complete'
  return { what: 'cgroup v2', state: 'limited', found: place ?? 'none', fix }
}

/** Where our own control group of version 2 is mounted. */
const ownCgroup = (): string | null => {
  const [, mount] = /^\S+ \S+ \S+ \S+ (\S+) .* - cgroup2 /m.exec(textOf('/proc/self/mountinfo')) ?? []
  const [, own] = /^0::(.*)$/m.exec(textOf('/proc/self/cgroup')) ?? []
  return mount === undefined || own === undefined ? null : join(mount, own)
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // not on this system
  }
}

const canMakeFolder = (parent: string): boolean => {
  const folder = join(parent, `otp-sup-doctor-${process.pid}`)
  try {
    mkdirSync(folder)
    rmdirSync(folder)
    return true
  } catch {
    return false
  }
}
