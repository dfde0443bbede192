import type { Health, Ready } from './child-spec.ts'
import { durationMs } from './duration.ts'
import type { HealthValue } from './health-schema.ts'
import type { ReadyValue } from './ready-schema.ts'
import { toProbe } from './to-probe.ts'

/** When a start counts as done, from checked values; a relative path is taken from `folder`. */
export function toReady(ready: ReadyValue | undefined, folder: string): Ready {
  if (ready === undefined) return { kind: 'spawned' }
  if ('exit' in ready) return { kind: 'exit' }
  if ('log' in ready) return { kind: 'log', ...ready.log }
  if ('delay' in ready) return { kind: 'delay', ms: durationMs(ready.delay) }
  if ('notify' in ready) return { kind: 'notify', by: ready.notify }
  return toProbe(ready, folder)
}

/** How a worker is checked, from checked values. */
export function toHealth(health: HealthValue | undefined, folder: string): Health | null {
  if (health === undefined) return null
  const rhythm = { everyMs: durationMs(health.every), failures: health.failures }
  if ('notify' in health) return { ...rhythm, probe: { kind: 'watchdog' }, timeoutMs: rhythm.everyMs }
  return { ...rhythm, probe: toProbe(health, folder), timeoutMs: durationMs(health.timeout) }
}
