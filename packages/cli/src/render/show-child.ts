import { describeExit, durationText, type ShowAnswer, type ShownChild } from '@otp-sup/core/client'
import { clockTime } from './clock-time.ts'
import { windowText } from './status-table.ts'
import { visible } from './visible.ts'

/** One child in full, a line for each thing that is known. */
export function showText({ child, spec, dependents, lastLines }: ShowAnswer, nowMs: number): string {
  const rows = [...childRows(child, nowMs), ['dependents', dependents.join(', ')] as const, ...specRows(spec)]
  const lines = rows.flatMap(([name, value]) => (value === '' ? [] : [`${name.padEnd(16)}${visible(value)}`]))
  const words = lastLines.length === 0 ? [] : ['last lines', ...lastLines.map((line) => `  | ${line}`)]
  return [...lines, ...words].map((line) => `${line}\n`).join('')
}

type Row = readonly [name: string, value: string]

/** What is not so stays empty. */
function childRows(child: ShownChild, nowMs: number): readonly Row[] {
  const { path, type, strategy, state, ready, incarnation } = child
  return [
    ['path', path],
    ['type', strategy === null ? type : `${type} (${strategy})`],
    ['state', `${state}${ready ? ', ready' : ''}`],
    ['since', textOr(child.since, (since) => clockTime(since, nowMs))],
    ['pid', textOr(child.pid, String)],
    ['starts', String(incarnation)],
    ['uptime', textOr(child.uptimeMs, durationText)],
    ['restarts', textOr(child.window, windowText)],
    ['again in', textOr(child.retryInMs, durationText)],
    ['last exit', textOr(child.lastExit, (exit) => `it ${describeExit(exit)} (${exit.class})`)],
  ]
}

function textOr<Value>(value: Value | null, text: (value: Value) => string): string {
  return value === null ? '' : text(value)
}

/** What the rows above say, and what says nothing. */
const SAID: ReadonlySet<string> = new Set(['id', 'strategy', 'args'])

function specRows(spec: unknown): readonly (readonly [string, string])[] {
  if (typeof spec !== 'object' || spec === null) return []
  return Object.entries({ ...spec, command: commandOf(spec) }).flatMap(([key, value]: [string, unknown]) =>
    SAID.has(key) || isNothing(value) ? [] : [[key, specText(value)] as const],
  )
}

/** Nothing of a supervisor. */
function commandOf({ command = [], args = [] }: { readonly command?: unknown; readonly args?: unknown }): string {
  return [command, args].flat().join(' ')
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

function specText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
