import type { TreeInfo } from '@otp-sup/core/client'
import { treeName } from './operation.ts'

/** What is shown of a finding. */
export type ShownFinding = {
  readonly what: string
  readonly state: 'ok' | 'limited' | 'missing'
  readonly found: string
  readonly fix: string | null
}

const MARKS = { ok: 'ok', limited: 'note', missing: 'MISSING' } as const

/** What a machine has, a line each, with the way out where something is not there; then what runs on it. */
export function doctorText(findings: readonly ShownFinding[], running: readonly TreeInfo[]): string {
  const width = findings.reduce((most, { what }) => Math.max(most, what.length), 0)
  const lines = findings.flatMap(({ what, state, found, fix }) => [
    `${MARKS[state].padEnd(7)}  ${what.padEnd(width)}  ${found}`,
    ...(fix === null ? [] : [`${' '.repeat(9 + width)}  ${fix}`]),
  ])
  const trees = running.map((info) => `  ${treeName(info)}, pid ${info.pid}`)
  return `${[...lines, '', trees.length === 0 ? 'No tree is running.' : 'Running:', ...trees].join('\n')}\n`
}
