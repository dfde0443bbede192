// CPU and memory of all workers, measured in one go: kept for people, and held against the limits.

import { judgeMeasurement, type Measurement, NOT_OVER, type OverSince } from '../decide/over-limit.ts'
import type { Failing } from '../exit-reason.ts'
import type { Clock } from '../ports/clock.ts'
import type { GroupUsage, Usage } from '../ports/usage.ts'
import type { Limits } from '../spec/child-spec.ts'

/** One measurement of a worker's whole process group. */
export type UsageSample = {
  /** Milliseconds since the run began. */
  readonly at: number
  /** Of one core, over the time since the measurement before; null for the first one. */
  readonly cpuPercent: number | null
  /** Pages that its processes share count once. */
  readonly memoryBytes: number
  readonly processes: number
}

/** What a worker has used since its last start. */
export type LeafUsage = {
  /** The last measurement. */
  readonly last: UsageSample
  readonly peakCpuPercent: number | null
  readonly peakMemoryBytes: number
  /** The last {@link HISTORY_LENGTH} measurements, oldest first. */
  readonly history: readonly UsageSample[]
}

/** So many measurements of a worker are kept: five minutes, as they are taken every five seconds by default. */
export const HISTORY_LENGTH = 60

/** One incarnation of a worker. `over`: called with each measurement that breaks a limit. */
export type Measured = {
  readonly path: string
  readonly pid: number
  /** Asked for with each measurement. */
  readonly limits: () => Limits | null
  readonly over: (failing: Failing) => void
}

/** Measures while there is somebody to be measured. */
export interface Monitor {
  /** Begins with a worker; the answer ends it. */
  watch(leaf: Measured): () => void
  /** Null: it was not measured, or does not run. */
  usageOf(path: string): LeafUsage | null
}

type Kept = {
  readonly leaf: Measured
  over: OverSince
  cpuMs: number
  atMs: number
  peakCpuPercent: number | null
  peakMemoryBytes: number
  readonly history: UsageSample[]
}

const newRecord = (leaf: Measured): Kept => ({
  leaf,
  over: NOT_OVER,
  cpuMs: 0,
  atMs: 0,
  peakCpuPercent: null,
  peakMemoryBytes: 0,
  history: [],
})

type MonitorOptions = { readonly clock: Clock; readonly usage: Usage | null; readonly intervalMs: () => number }

/** Measures every `intervalMs`, one pass at a time. */
export function monitor({ clock, usage, intervalMs }: MonitorOptions): Monitor {
  const beganMs = clock.nowMs()
  const records = new Map<string, Kept>()
  let disarm: (() => void) | null = null
  let isMeasuring = false
  const arm = (): void => {
    if (usage === null || isMeasuring || disarm !== null || records.size === 0) return
    disarm = clock.startTimer(intervalMs(), () => pass(usage))
  }
  const pass = (measurer: Usage): void => {
    disarm = null
    isMeasuring = true
    const measured = [...records.values()]
    measurer.measure(
      measured.map(({ leaf }) => leaf.pid),
      (groups) => {
        isMeasuring = false
        for (const record of measured) take(record, groups.get(record.leaf.pid))
        arm()
      },
    )
  }
  const take = (record: Kept, group: GroupUsage | undefined): void => {
    // It may have ended meanwhile, and its number belong to another.
    if (group === undefined || records.get(record.leaf.path) !== record) return
    const failing = note(record, group, { nowMs: clock.nowMs(), beganMs })
    if (failing !== null) record.leaf.over(failing)
  }
  return {
    watch(leaf) {
      if (usage === null) return () => {}
      const record = newRecord(leaf)
      records.set(leaf.path, record)
      arm()
      return () => {
        if (records.get(leaf.path) === record) records.delete(leaf.path)
        if (records.size > 0) return
        disarm?.()
        disarm = null
      }
    },
    usageOf: (path) => usageIn(records.get(path)),
  }
}

/** Keeps a measurement; the answer is what it breaks. */
const note = (
  record: Kept,
  { cpuMs, memoryBytes, processes }: GroupUsage,
  { nowMs, beganMs }: { readonly nowMs: number; readonly beganMs: number },
): Failing | null => {
  const { history, leaf } = record
  const fromMs = history.length === 0 ? nowMs : record.atMs
  // Processes that have gone take their time with them.
  const cpuPercent = history.length === 0 ? null : Math.max(0, (100 * (cpuMs - record.cpuMs)) / (nowMs - fromMs))
  record.cpuMs = cpuMs
  record.atMs = nowMs
  record.peakMemoryBytes = Math.max(record.peakMemoryBytes, memoryBytes)
  if (cpuPercent !== null) record.peakCpuPercent = Math.max(record.peakCpuPercent ?? 0, cpuPercent)
  history.push({ at: Math.round(nowMs - beganMs), cpuPercent, memoryBytes, processes })
  if (history.length > HISTORY_LENGTH) history.shift()
  const limits = leaf.limits()
  if (limits === null) return null
  const measured: Measurement = { fromMs, atMs: nowMs, cpuPercent, memoryBytes }
  const { since, failing } = judgeMeasurement(record.over, measured, limits)
  record.over = since
  return failing
}

const usageIn = (record: Kept | undefined): LeafUsage | null => {
  const last = record?.history.at(-1)
  if (record === undefined || last === undefined) return null
  const { peakCpuPercent, peakMemoryBytes, history } = record
  return { last, peakCpuPercent, peakMemoryBytes, history: [...history] }
}
