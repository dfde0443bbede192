import { absolutePath } from './absolute-path.ts'
import type { Ready } from './child-spec.ts'
import { durationMs } from './duration.ts'
import { HOST_AND_PORT, type ReadyValue } from './ready-schema.ts'

type ValueOf<Key extends string> = Extract<ReadyValue, Readonly<Record<Key, unknown>>>

/** When a start counts as done, from checked values; a relative path is taken from `folder`. */
export function toReady(ready: ReadyValue | undefined, folder: string): Ready {
  if (ready === undefined) return { kind: 'spawned' }
  if ('exit' in ready) return { kind: 'exit' }
  if ('log' in ready) return { kind: 'log', ...ready.log }
  if ('delay' in ready) return { kind: 'delay', ms: durationMs(ready.delay) }
  return toProbe(ready, folder)
}

function toProbe(
  ready: Exclude<ReadyValue, ValueOf<'exit'> | ValueOf<'log'> | ValueOf<'delay'>>,
  folder: string,
): Ready {
  if ('http' in ready) return toHttp(ready)
  if ('socket' in ready) return { kind: 'socket', file: absolutePath(folder, ready.socket), foreign: ready.foreign }
  if ('exec' in ready) return { kind: 'exec', command: ready.exec, timeoutMs: durationMs(ready.timeout) }
  return 'notify' in ready ? { kind: 'notify', by: ready.notify } : toTcp(ready)
}

function toTcp({ tcp, foreign }: ValueOf<'tcp'>): Ready {
  if (typeof tcp === 'number') return { kind: 'tcp', host: null, port: tcp, foreign }
  const port = HOST_AND_PORT.exec(tcp)?.[1] ?? ''
  const host = tcp.slice(0, -port.length - 1).replaceAll(/[[\]]/g, '')
  return { kind: 'tcp', host, port: Number(port), foreign }
}

function toHttp({ http, status, header, body, insecure, foreign }: ValueOf<'http'>): Ready {
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
