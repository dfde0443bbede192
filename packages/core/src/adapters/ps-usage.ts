// CPU and memory of process groups where there is no /proc: one run of `ps`.
import { execFile } from 'node:child_process'
import type { GroupUsage, Usage } from '../ports/usage.ts'

/** Measures by `ps`, which counts shared pages for each process that has them. Nothing is measured where it cannot be run. */
export function psUsage(): Usage {
  return {
    measure: (leaders, tell) => {
      const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const
      execFile('ps', ['-A', '-o', 'pgid=,rss=,time='], options, (error, stdout) => {
        tell(error === null ? usageIn(stdout, leaders) : new Map())
      })
    },
  }
}

/** What lines of `group kibibytes time` say about groups. */
export function usageIn(lines: string, leaders: readonly number[]): ReadonlyMap<number, GroupUsage> {
  const wanted = new Set(leaders)
  const groups = new Map<number, GroupUsage>()
  for (const line of lines.split('\n')) {
    const [group = '', kibibytes = '', time = ''] = line.trim().split(/\s+/)
    const leader = Number(group)
    if (!wanted.has(leader)) continue
    const { cpuMs, memoryBytes, processes } = groups.get(leader) ?? { cpuMs: 0, memoryBytes: 0, processes: 0 }
    groups.set(leader, {
      cpuMs: cpuMs + timeMs(time),
      memoryBytes: memoryBytes + Number(kibibytes) * 1024,
      processes: processes + 1,
    })
  }
  return groups
}

/** `[[days-]hours:]minutes:seconds`, with or without hundredths. */
function timeMs(text: string): number {
  const [clock = '', days = '0'] = text.split('-').toReversed()
  const seconds = clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return Math.round((Number(days) * 86_400 + seconds) * 1000)
}
