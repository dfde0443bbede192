import { describer, type OutputLine, type SupervisionEvent } from '@otp-sup/core/client'
import { clockTime } from './clock-time.ts'

const COLORS = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94]

/** A line that a child printed. */
export function outputLine({ path, text, stream }: OutputLine, color: boolean): string {
  const mark = stream === 'stderr' ? '!' : '|'
  return color ? `\u001B[${colorOf(path)}m${path} ${mark}\u001B[0m ${text}\n` : `${path} ${mark} ${text}\n`
}

/** The same path has the same colour in every command. */
function colorOf(path: string): number {
  let sum = 0
  for (const character of path) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521
  return COLORS[sum % COLORS.length] ?? 36
}

/** Events in words, given in order. */
export function eventLine(nowMs: number): (event: SupervisionEvent) => string {
  const describe = describer()
  return (event) => `${clockTime(event.time, nowMs)} ${describe(event).message}\n`
}
