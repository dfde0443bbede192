// Accounts of this machine, for tests of processes that run as somebody else. Nothing is made: Debian has enough.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ProcessEnd, Program } from './real-launcher.ts'

/** Only root can become somebody else. */
export const isRoot = process.getuid?.() === 0

/** A line of /etc/passwd. */
export type Account = {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
  readonly shell: string
}

const accounts = readFileSync('/etc/passwd', 'utf8')
  .split('\n')
  .filter((line) => line.split(':').length === 7)
  .map((line): Account => {
    const [name = '', , uid, gid, , home = '', shell = ''] = line.split(':')
    return { name, uid: Number(uid), gid: Number(gid), home, shell }
  })

/** The groups of an account, as the system knows them. */
export function groupsOf(name: string): readonly number[] {
  const { stdout } = spawnSync('id', ['-G', name], { encoding: 'utf8' })
  return stdout.trim().split(' ').map(Number)
}

/** The one with the most groups: forgetting some must be seen. */
export const somebody: Account = accounts
  .filter(({ uid }) => uid !== 0 && uid !== process.getuid?.())
  .toSorted((a, b) => groupsOf(b.name).length - groupsOf(a.name).length)[0] as Account

const script = fileURLToPath(new URL('one-leaf.ts', import.meta.url))
/** Of nobody: no process of this machine counts against its limits. */
const STRANGER = 64_123
/** As whom {@link leafOfNobody} starts its leaf. */
export const nobody = isRoot ? STRANGER : process.getuid?.()

type Outcome = { readonly told: readonly string[]; readonly end: ProcessEnd }

/** Starts a leaf from a process of its own, which then has these limits of `prlimit`. */
export function leafUnder(limits: readonly string[], program: Partial<Program>): Outcome | null {
  return leafBy([], limits, program)
}

/** As {@link leafUnder}, from a process that is not root; null where the stranger may not read us. */
export function leafOfNobody(program: Partial<Program>, limits: readonly string[] = []): Outcome | null {
  return leafBy(isRoot ? become(STRANGER) : [], limits, program)
}

/** Begins a command that runs as a user whom nobody knows. */
export function become(uid: number): readonly string[] {
  return ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups']
}

function leafBy(first: readonly string[], limits: readonly string[], program: Partial<Program>): Outcome | null {
  const args = [...first, process.execPath, script, JSON.stringify(program), ...limits]
  const { stdout, stderr } = spawnSync('env', args, { encoding: 'utf8', cwd: '/', timeout: 15_000 })
  if (stdout === '' && /EACCES|Permission denied|Cannot find module/.test(stderr)) return null
  return JSON.parse(stdout) as Outcome
}
