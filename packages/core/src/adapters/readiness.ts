// When somebody who answers says that a child is ready: at a port, a URL or a socket, and it is the child itself.
import type { Clock } from '../ports/clock.ts'
import type { Probe } from '../ports/probe.ts'
import type { Ready } from '../spec/child-spec.ts'
import { unwanted } from './http-answer.ts'
import { cut, type Outcome, type Try } from './polling.ts'
import { groupHolds, holderOf, isLocal, listenersAt, unixListenersAt } from './port-owner.ts'
import type { ProcessTable } from './process-table.ts'

const LOOPBACK = ['127.0.0.1', '::1']

type ReadyOf<Kind> = Extract<Ready, { kind: Kind }>

/** What the wait for readiness needs. */
export type ReadinessMeans = { readonly clock: Clock; readonly probe: Probe; readonly table: ProcessTable }

/** Whoever connects to a TCP port counts. */
export function tcpTry({ host, port, foreign }: ReadyOf<'tcp'>, group: number, means: ReadinessMeans): Try {
  const ask = (each: string, answer: (outcome: Outcome) => void): (() => void) => {
    const sinceMs = means.clock.nowMs()
    return means.probe.connect({ host: each, port }, (reply) => {
      if (reply.kind === 'none') return answer(nobody(reply.why))
      answer(foreign ? 'ready' : ofGroup(group, inodesAt(reply.address, port), { table: means.table, sinceMs }))
    })
  }
  return cut(tryHosts(host, ask), means.clock)
}

/** A response that is as it is wanted counts. */
export function httpTry(http: ReadyOf<'http'>, group: number, means: ReadinessMeans): Try {
  const { url, insecure, foreign, body } = http
  const { hostname, port, protocol } = new URL(url)
  const portNumber = Number(port || (protocol === 'https:' ? 443 : 80))
  const ask = (host: string, answer: (outcome: Outcome) => void): (() => void) => {
    const sinceMs = means.clock.nowMs()
    return means.probe.http({ url, host, insecure, readsBody: body !== null }, (reply) => {
      if (reply.kind === 'none') return answer(nobody(reply.why))
      const why = unwanted(http, reply)
      if (why !== null) return answer({ seen: why })
      answer(foreign ? 'ready' : ofGroup(group, inodesAt(reply.address, portNumber), { table: means.table, sinceMs }))
    })
  }
  return cut(tryHosts(hostname.replaceAll(/[[\]]/g, ''), ask), means.clock)
}

/** Whoever accepts at a Unix socket counts. */
export function socketTry({ file, foreign }: ReadyOf<'socket'>, group: number, means: ReadinessMeans): Try {
  const attempt: Try = (answer) => {
    const sinceMs = means.clock.nowMs()
    return means.probe.connect({ path: file }, (reply) => {
      if (reply.kind === 'none') return answer(nobody(reply.why))
      answer(foreign ? 'ready' : ofGroup(group, unixListenersAt(file), { table: means.table, sinceMs }))
    })
  }
  return cut(attempt, means.clock)
}

const nobody = (why: string): Outcome => ({ seen: why, isNobody: true })

/** One try at every address of a host: ready as soon as one of them counts. */
function tryHosts(host: string | null, ask: (host: string, answer: (outcome: Outcome) => void) => () => void): Try {
  const hosts = host === null || host === 'localhost' ? LOOPBACK : [host]
  return (answer) => {
    const failures: Exclude<Outcome, 'ready'>[] = []
    const cancelAll = (): void => {
      for (const cancel of cancels) cancel()
    }
    const cancels = hosts.map((each) =>
      ask(each, (outcome) => {
        if (outcome === 'ready') {
          cancelAll()
          answer(outcome)
          return
        }
        failures.push(outcome)
        if (failures.length === hosts.length) answer(mostTelling(failures))
      }),
    )
    return cancelAll
  }
}

/** What somebody answered says more than that nobody did. */
function mostTelling(failures: readonly Exclude<Outcome, 'ready'>[]): Outcome {
  return failures.find(({ isNobody }) => isNobody !== true) ?? (failures[0] as Outcome)
}

/** Null: it is not on this machine, or the system cannot tell. */
function inodesAt(address: string, port: number): ReadonlySet<string> | null {
  return isLocal(address) ? listenersAt({ address, port }) : null
}

/** Ready, unless it can be seen that none of the group has the socket. */
function ofGroup(
  group: number,
  inodes: ReadonlySet<string> | null,
  look: { readonly table: ProcessTable; readonly sinceMs: number },
): Outcome {
  return inodes === null || groupHolds(group, inodes, look) ? 'ready' : { seen: () => strangerWords(inodes) }
}

function strangerWords(inodes: ReadonlySet<string>): string {
  const holder = holderOf(inodes)
  const who = holder === null ? 'a process that cannot be seen' : `another process (${holder})`
  return `held by ${who}, which counts only with foreign: true`
}
