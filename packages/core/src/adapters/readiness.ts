// When a TCP port says that a child is ready: somebody accepts there, and it is the child.
import type { Clock } from '../ports/clock.ts'
import type { Probe } from '../ports/probe.ts'
import type { Ready } from '../spec/child-spec.ts'
import { type Endpoint, isHeldByGroup, isLocal } from './port-owner.ts'
import type { ProcessTable } from './process-table.ts'

const FIRST_POLL_MS = 10
const LAST_POLL_MS = 250
const LOOPBACK = ['127.0.0.1', '::1']

export type TcpReady = Extract<Ready, { kind: 'tcp' }>

/** What the wait for readiness needs. */
export type ReadinessMeans = { readonly clock: Clock; readonly probe: Probe; readonly table: ProcessTable }

/** Calls `ready` once, when the child with this group answers on its port; the answer gives the wait up. */
export function awaitTcp(tcp: TcpReady, group: number, means: ReadinessMeans, ready: () => void): () => void {
  let pollMs = FIRST_POLL_MS
  let cancel = (): void => {}
  const attempt = (): void => {
    const sinceMs = means.clock.nowMs()
    const counts = (endpoint: Endpoint): boolean =>
      tcp.foreign ||
      !isLocal(endpoint.address) ||
      isHeldByGroup(group, endpoint, { table: means.table, sinceMs }) !== false
    cancel = probeOnce(tcp, means.probe, counts, (answers) => (answers ? ready() : again()))
  }
  const again = (): void => {
    cancel = means.clock.startTimer(pollMs, attempt)
    pollMs = Math.min(pollMs * 2, LAST_POLL_MS)
  }
  again()
  return () => cancel()
}

/** One attempt at every host; `done` is called once, with true as soon as one of them counts. */
function probeOnce(
  { host, port }: TcpReady,
  probe: Probe,
  counts: (endpoint: Endpoint) => boolean,
  done: (answers: boolean) => void,
): () => void {
  const hosts = host === null || host === 'localhost' ? LOOPBACK : [host]
  let waiting = hosts.length
  const cancelAll = (): void => {
    for (const cancel of cancels) cancel()
  }
  const cancels = hosts.map((each) =>
    probe.tcp({ host: each, port }, (address) => {
      waiting -= 1
      if (address !== null && counts({ address, port })) {
        cancelAll()
        done(true)
      } else if (waiting === 0) done(false)
    }),
  )
  return cancelAll
}
