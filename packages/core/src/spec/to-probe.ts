import { absolutePath } from './absolute-path.ts'
import type { AskedProbe } from './child-spec.ts'
import { durationMs } from './duration.ts'
import type { HealthValue } from './health-schema.ts'
import { HOST_AND_PORT } from './probe-schema.ts'
import type { ReadyValue } from './ready-schema.ts'

type ValueOf<Key extends string> = Extract<ReadyValue | HealthValue, Readonly<Record<Key, unknown>>>

/** A probe that asks somebody, from checked values; a relative path is taken from `folder`. */
export function toProbe(
  probe: ValueOf<'tcp'> | ValueOf<'http'> | ValueOf<'socket'> | ValueOf<'exec'>,
  folder: string,
): AskedProbe {
  if ('http' in probe) return toHttp(probe)
  if ('socket' in probe) return { kind: 'socket', file: absolutePath(folder, probe.socket), foreign: probe.foreign }
  if ('exec' in probe) return { kind: 'exec', command: probe.exec, timeoutMs: durationMs(probe.timeout) }
  return toTcp(probe)
}

function toTcp({ tcp, foreign }: ValueOf<'tcp'>): AskedProbe {
  if (typeof tcp === 'number') return { kind: 'tcp', host: null, port: tcp, foreign }
  const port = HOST_AND_PORT.exec(tcp)?.[1] ?? ''
  const host = tcp.slice(0, -port.length - 1).replaceAll(/[[\]]/g, '')
  return { kind: 'tcp', host, port: Number(port), foreign }
}

function toHttp({ http, status, header, body, insecure, foreign }: ValueOf<'http'>): AskedProbe {
  return {
    kind: 'http',
    url: http,
    status: typeof status === 'number' ? [status] : (status ?? null),
    header: Object.entries(header).map(([name, pattern]) => ({ name: name.toLowerCase(), pattern })),
    body: body ?? null,
    insecure,
    foreign,
  }
}
