import type { LaunchReport, ProcessEnd } from './real-launcher.ts'

/** A report that remembers what it was told, as words in order. */
export interface RecordedReport extends LaunchReport {
  readonly told: readonly string[]
  /** The end; null as long as there is none. */
  readonly end: ProcessEnd | null
}

export function recordedReport(): RecordedReport {
  const told: string[] = []
  let first: ProcessEnd | null = null
  return {
    told,
    get end() {
      return first
    },
    ready: () => told.push('ready'),
    healthy: () => told.push('healthy'),
    unhealthy: ({ failures, message }) => told.push(`unhealthy after ${failures}: ${message}`),
    ended: (end) => {
      first ??= end
      told.push(`ended: ${inWords(end)}`)
    },
  }
}

function inWords(end: ProcessEnd): string {
  switch (end.kind) {
    case 'exit':
      return `exit ${end.code}`
    case 'signal':
      return `signal ${end.signal}`
    case 'spawn_error':
      return `spawn_error ${end.errno}`
  }
}
