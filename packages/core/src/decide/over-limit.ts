// Whether a leaf uses too much: one measurement after the other, each with its time.
import type { Failing } from '../exit-reason.ts'
import type { Limits } from '../spec/child-spec.ts'

/** One measurement of a leaf's whole group. CPU is over the time since `fromMs`; null for the first one. */
export type Measurement = {
  readonly fromMs: number
  readonly atMs: number
  /** 100 is one core. */
  readonly cpuPercent: number | null
  readonly memoryBytes: number
}

/** Since when it has been over each limit; null: it is not. */
export type OverSince = { readonly memoryMs: number | null; readonly cpuMs: number | null }

export const NOT_OVER: OverSince = { memoryMs: null, cpuMs: null }

/** What a measurement comes to. */
export function judgeMeasurement(
  before: OverSince,
  measured: Measurement,
  limits: Limits,
): { readonly since: OverSince; readonly failing: Failing | null } {
  const { fromMs, atMs, memoryBytes, cpuPercent } = measured
  const { forMs } = limits
  const memory = judge({ measured: memoryBytes, allowed: limits.memoryBytes }, before.memoryMs, atMs)
  const cpu = judge({ measured: cpuPercent, allowed: limits.cpuPercent }, before.cpuMs, fromMs)
  const since = { memoryMs: memory?.sinceMs ?? null, cpuMs: cpu?.sinceMs ?? null }
  const hasLasted = (over: Over | null): over is Over => over !== null && atMs - over.sinceMs >= forMs
  if (hasLasted(memory)) return { since, failing: { kind: 'memory_limit', ...memory.amounts, forMs } }
  return { since, failing: hasLasted(cpu) ? { kind: 'cpu_limit', ...cpu.amounts, forMs } : null }
}

type Amounts = { readonly measured: number; readonly allowed: number }
type Over = { readonly amounts: Amounts; readonly sinceMs: number }

/** Null: it is not over the limit, or there is none. */
const judge = (
  { measured, allowed }: { readonly measured: number | null; readonly allowed: number | null },
  beforeMs: number | null,
  nowMs: number,
): Over | null => {
  if (measured === null || allowed === null || measured <= allowed) return null
  return { amounts: { measured, allowed }, sinceMs: beforeMs ?? nowMs }
}
