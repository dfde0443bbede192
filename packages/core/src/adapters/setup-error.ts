// Why a process could not be set up for its program, for the person who can fix it.
import { userInfo } from 'node:os'
import { getSystemErrorName } from 'node:util'
import type { ProcessEnd } from '../ports/launcher.ts'
import type { ProcessAttributes, Program } from '../spec/child-spec.ts'
import { type SpawnAttempt, spawnError } from './spawn-error.ts'

/** What a process tells when a step fails: the step, and the number of the system's error. */
const TOLD = /^(?:go\n)?(?<step>[a-z]+) (?<error>\d+)\n$/

/** What the process has told means, when that is no program that runs; null otherwise. */
export function setupEnd(
  text: string,
  { program, attempt }: { readonly program: Program; readonly attempt: SpawnAttempt },
): ProcessEnd | null {
  const { attributes } = program
  const { step, error } = TOLD.exec(text)?.groups ?? {}
  if (attributes === null || step === undefined) return null
  const errno = errnoOf(Number(error), step)
  const because = BECAUSE[step]
  return because === undefined
    ? programEnd(step, errno, attempt)
    : { kind: 'spawn_error', errno, message: because(attributes, errno) }
}

/** What is left is the program: its working directory, or its file. */
function programEnd(step: string, errno: string, attempt: SpawnAttempt): ProcessEnd {
  if (step === 'cwd' && errno === 'EACCES' && attempt.user !== null) return closedFolder(attempt)
  return spawnError(attempt, Object.assign(new Error(`${step}: ${errno}`), { code: errno }))
}

/** We can enter it, perhaps. */
function closedFolder({ cwd, user }: SpawnAttempt): ProcessEnd {
  const message = `its working directory ${JSON.stringify(cwd)} may not be entered by user ${quoted(user)}. Correct cwd, or its permissions.`
  return { kind: 'spawn_error', errno: 'EACCES', message }
}

/** An account that does not exist is no error of the system: the argument is wrong. */
function errnoOf(error: number, step: string): string {
  if (error === 0) return step === 'denied' ? 'EPERM' : 'EINVAL'
  return getSystemErrorName(-error)
}

type Because = (attributes: ProcessAttributes, errno: string) => string

const BECAUSE: Readonly<Record<string, Because>> = {
  user: ({ user }) => `there is no user ${quoted(user)}. Correct user, or make that user (useradd --system).`,
  group: ({ group }) => `there is no group ${quoted(group)}. Correct group, or make that group (groupadd --system).`,
  groupless: ({ user }) => `the user ${quoted(user)} has no account here, so nobody knows its group. Write group, too.`,
  groups: ({ user }, errno) =>
    `the groups of user ${quoted(user)} could not be found out by /usr/bin/id (${errno}). Install the package coreutils, or leave user out.`,
  denied: whyDenied,
  nice: ({ nice }, errno) =>
    `nice ${nice} could not be set (${errno}). ${onlyFor('CAP_SYS_NICE')} may make it more urgent than otp-sup: write a higher number.`,
  oom: ({ oomScoreAdj }, errno) =>
    `oomScoreAdj ${oomScoreAdj} could not be set (${errno}). ${onlyFor('CAP_SYS_RESOURCE')} may write less than otp-sup has: write a higher number.`,
  nofile: ({ nofile }, errno) =>
    `limits.nofile ${nofile} could not be set (${errno}). ${onlyFor('CAP_SYS_RESOURCE')} may go above the hard limit of otp-sup (ulimit -Hn), and nobody above /proc/sys/fs/nr_open: write a lower number.`,
}

function whyDenied({ user, group }: ProcessAttributes, errno: string): string {
  const what = user === null ? `group ${quoted(group)}` : `user ${quoted(user)}`
  const key = user === null ? 'group' : 'user'
  const { uid, username } = ourselves()
  return uid === 0
    ? `the system does not let it run as ${what} (${errno}), though otp-sup is root. Give otp-sup the capabilities CAP_SETUID and CAP_SETGID, or leave ${key} out.`
    : `only root may run it as ${what}, and otp-sup runs as ${quoted(username)} (${errno}). Run otp-sup as root, or leave ${key} out.`
}

/** Root in a container may lack what root has elsewhere. */
function onlyFor(capability: string): string {
  return ourselves().uid === 0 ? `Only who has the capability ${capability}` : 'Only root'
}

function ourselves(): { readonly uid: number; readonly username: string | number } {
  try {
    return userInfo()
  } catch {
    // Our number has no account.
    const uid = process.getuid?.() ?? 0
    return { uid, username: uid }
  }
}

/** On one line, whatever a name holds: it goes into the log. */
function quoted(account: string | number | null): string {
  return JSON.stringify(account)
}
