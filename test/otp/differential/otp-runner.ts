// The Erlang side: one virtual machine for all cases, asked case by case.
import { spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Case } from '../case.ts'
import { caseTerm } from './erlang-terms.ts'

const SCRIPT = fileURLToPath(new URL('erlang/otp_runner.escript', import.meta.url))

/** Why tests are skipped, for their titles. */
export const NO_ERLANG = ' (skipped: "escript" is not in PATH)'

/** Whether real Erlang is here. */
export function hasErlang(): boolean {
  return spawnSync('escript', [], { stdio: 'ignore' }).error === undefined
}

/** Real supervisors. */
export type OtpRunner = {
  /** The lines of a case, in the vocabulary of erlang/otp_lines.erl. */
  run(tested: Case): Promise<string[]>
  /** The version, for example `OTP 25`. */
  readonly release: Promise<string>
  stop(): void
}

type Waiting = { readonly resolve: (lines: string[]) => void; readonly reject: (reason: Error) => void }

export function startOtp(): OtpRunner {
  const erlang = spawn('escript', [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] })
  // Answers come in the order of the questions, each ended by an empty line; the first tells the version.
  const waiting: Waiting[] = []
  const answer = () => new Promise<string[]>((resolve, reject) => waiting.push({ resolve, reject }))
  const release = answer().then(([line = '']) => line)
  const lines: string[] = []
  createInterface(erlang.stdout).on('line', (line) => {
    if (line === '') waiting.shift()?.resolve(lines.splice(0))
    else lines.push(line)
  })
  const fail = (reason: Error) => {
    for (const { reject } of waiting.splice(0)) reject(reason)
  }
  erlang.on('error', fail)
  erlang.on('exit', (code) => fail(new Error(`Erlang ended with ${code}; its last words are above.`)))
  erlang.stdin.on('error', () => {}) // Its end is told by `exit`.
  return {
    run: (tested) => {
      erlang.stdin.write(`${caseTerm(tested)}\n`)
      return answer()
    },
    release,
    stop: () => erlang.stdin.end(),
  }
}
