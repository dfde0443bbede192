import type { KnownTree, TreeInfo } from '@otp-sup/core/client'
import { treeName } from './operation.ts'

/** What is shown of a finding. */
export type ShownFinding = {
  readonly what: string
  readonly state: 'ok' | 'limited' | 'missing'
  readonly found: string
  readonly fix: string | null
}

/** `silent`: trees that are there and do not answer. */
type Found = {
  readonly findings: readonly ShownFinding[]
  readonly running: readonly TreeInfo[]
  readonly silent: readonly KnownTree[]
}

const MARKS = { ok: 'ok', limited: 'note', missing: 'MISSING' } as const

/** What a machine has, a line each, with the way out where something is not there; then what runs on it. */
export function doctorText({ findings, running, silent }: Found): string {
  const width = findings.reduce((most, { what }) => Math.max(most, what.length), 0)
  const lines = findings.flatMap(({ what, state, found, fix }) => [
    `${MARKS[state].padEnd(7)}  ${what.padEnd(width)}  ${found}`,
    ...(fix === null ? [] : [`${' '.repeat(9 + width)}  ${fix}`]),
  ])
  const answering = running.map((info) => `  ${treeName(info)}, pid ${info.pid}`)
  const trees = [...answering, ...silent.map((tree) => `  ${treeName(tree)}, pid ${tree.pid}, does not answer`)]
  return `${[...lines, '', trees.length === 0 ? 'No tree is running.' : 'Running:', ...trees].join('\n')}\n`
}
