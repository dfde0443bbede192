// Words for the parts of a spec, short enough for a picture.
import { type ChildSpec, durationWords, type LeafSpec, type SupervisorChildSpec } from '@otp-sup/core'
import { visible } from './visible.ts'

export { durationWords }

type Ready = LeafSpec['program']['ready']

const PLAIN = /^[\w@%+=:,./${}-]+$/

/** A command in one line, as it was written. */
export function commandWords({ program }: LeafSpec): string {
  return visible(program.display.map((word) => (PLAIN.test(word) ? word : JSON.stringify(word))).join(' '))
}

/** When a start of it counts as done; null: as soon as its process exists. */
export function readyWords({ program: { ready } }: LeafSpec): string | null {
  switch (ready.kind) {
    case 'spawned':
      return null
    case 'log':
      return `ready: log /${ready.pattern}/${ready.flags}`
    case 'delay':
      return `ready: after ${durationWords(ready.ms)}`
    case 'notify':
      return `ready: notify ${ready.by}`
    case 'exit':
      return 'one-shot'
    case 'tcp':
    case 'http':
    case 'socket':
    case 'exec':
      return `ready: ${probeWords(ready)}`
  }
}

/** How it is checked once it is ready; null: it is not. */
export function healthWords({ program: { health } }: LeafSpec): string | null {
  if (health === null) return null
  const { probe, everyMs } = health
  const asked = probe.kind === 'watchdog' ? 'notify systemd' : probeWords(probe)
  return `health: ${asked} every ${durationWords(everyMs)}`
}

function probeWords(probe: Extract<Ready, { kind: 'tcp' | 'http' | 'socket' | 'exec' }>): string {
  switch (probe.kind) {
    case 'tcp':
      return `tcp ${probe.host === null ? '' : `${probe.host}:`}${probe.port}`
    case 'http':
      return probe.url
    case 'socket':
      return `socket ${probe.file}`
    case 'exec':
      return `exec ${probe.command.join(' ')}`
  }
}

/** As whom it runs, and under which limits, where that is not as we do. */
export function attributeWords({ program: { attributes }, source }: LeafSpec): readonly string[] {
  const { memory, cpu, for: duration } = source.limits ?? {}
  const umask = attributes?.umask ?? null
  const words = Object.entries({
    ...attributes,
    umask: umask === null ? null : umaskText(umask),
    memory,
    cpu,
    for: duration,
  })
  return words.filter(([, value]) => value !== null && value !== undefined).map((word) => visible(word.join(' ')))
}

/** As specs have it. */
export function umaskText(umask: number): string {
  return umask.toString(8).padStart(3, '0')
}

/** The flags of a supervisor. */
export function flagWords({ flags, maxChildren }: SupervisorChildSpec): readonly string[] {
  const { strategy, intensity, periodMs, autoShutdown } = flags
  const limit =
    intensity === 'infinity'
      ? 'never gives up'
      : `${intensity} restart${intensity === 1 ? '' : 's'} in ${durationWords(periodMs)}`
  return [
    `${strategy}, ${limit}`,
    ...(autoShutdown === 'never' ? [] : [`autoShutdown: ${autoShutdown}`]),
    ...(maxChildren === null ? [] : [`at most ${maxChildren}`]),
  ]
}

/** How a child is treated by its supervisor, where that is not what one expects. */
export function childWords(child: ChildSpec, parent: SupervisorChildSpec | null): readonly string[] {
  const { restart, significant, dependsOn } = child
  const hasOwnEdges = dependsOn !== 'all_before' && parent?.template !== child
  return [
    ...(restart === usualRestart(child) ? [] : [restart]),
    ...(significant ? ['significant'] : []),
    ...againWords(child),
    ...(hasOwnEdges ? [`after ${dependsOn.join(', ') || 'nobody'}`] : []),
  ]
}

function againWords(child: ChildSpec): readonly string[] {
  const isRetried = child.type === 'worker' && child.onStartFailure === 'retry'
  return [...(child.backoff === null ? [] : ['backoff']), ...(isRetried ? ['retried at boot'] : [])]
}

function usualRestart(child: ChildSpec): ChildSpec['restart'] {
  return child.type === 'worker' && child.program.ready.kind === 'exit' ? 'transient' : 'permanent'
}

/** Its id; of a template with what its children are called. */
export function nameOf(child: ChildSpec, parent: SupervisorChildSpec | null): string {
  return parent?.template === child ? `${child.id}@1, ${child.id}@2, …` : child.id
}
