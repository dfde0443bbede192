// Asking somebody about a child: at a port, a URL or a socket, where it must be the child itself who answers, or by
// running a program.
import type { Clock } from '../ports/clock.ts'
import type { Probe } from '../ports/probe.ts'
import type { AskedProbe } from '../spec/child-spec.ts'
import { execTry, type SpawnSetting } from './exec-probe.ts'
import { unwanted } from './http-answer.ts'
import { cut, type Outcome, type Try } from './polling.ts'
import {
  type Endpoint,
  type Holding,
  holderOf,
  holdingOf,
  isLocal,
  type ListenerTable,
  listenersAt,
  stillHolds,
  unixListenersAt,
} from './port-owner.ts'
import type { ProcessTable } from './process-table.ts'

const LOOPBACK = ['127.0.0.1', '::1']

/** What asking needs. */
export type AskingMeans = {
  readonly clock: Clock
  readonly probe: Probe
  readonly table: ProcessTable
  readonly listeners: (sinceMs: number) => ListenerTable
}

/** About whom: the group of a leaf, and how its probes are spawned. */
export type Subject = { readonly pid: number; readonly setting: SpawnSetting }

type ProbeOf<Kind> = Extract<AskedProbe, { kind: Kind }>

/** One question after the other; what is known of who answers is kept from one to the next. */
export function askedTry(probe: AskedProbe, subject: Subject, means: AskingMeans, timeoutMs: number): Try {
  switch (probe.kind) {
    case 'tcp':
      return cut(tcpTry(probe, subject.pid, means), means.clock, timeoutMs)
    case 'http':
      return cut(httpTry(probe, subject.pid, means), means.clock, timeoutMs)
    case 'socket':
      return cut(socketTry(probe, subject.pid, means), means.clock, timeoutMs)
    case 'exec':
      return execTry(probe, subject.setting, means.clock)
  }
}

/** Whoever connects to a TCP port counts. */
function tcpTry({ host, port, foreign }: ProbeOf<'tcp'>, group: number, means: AskingMeans): Try {
  const isOurs = foreign ? anybody : ofGroup(group, means)
  return tryHosts(host, (each, answer) => {
    const sinceMs = means.clock.nowMs()
    return means.probe.connect({ host: each, port }, (reply) => {
      if (reply.kind === 'none') return answer(nobody(reply.why))
      answer(isOurs({ ...reply, sinceMs }, () => inodesAt({ ...reply, port }, () => means.listeners(sinceMs))))
    })
  })
}

/** A response that is as it is wanted counts. */
function httpTry(http: ProbeOf<'http'>, group: number, means: AskingMeans): Try {
  const { url, insecure, foreign, body } = http
  const { hostname, port, protocol } = new URL(url)
  const portNumber = Number(port || (protocol === 'https:' ? 443 : 80))
  const isOurs = foreign ? anybody : ofGroup(group, means)
  return tryHosts(hostname.replaceAll(/[[\]]/g, ''), (host, answer) => {
    const sinceMs = means.clock.nowMs()
    return means.probe.http({ url, host, insecure, readsBody: body !== null }, (reply) => {
      if (reply.kind === 'none') return answer(nobody(reply.why))
      const why = unwanted(http, reply)
      if (why !== null) return answer({ seen: why })
      answer(
        isOurs({ ...reply, sinceMs }, () => inodesAt({ ...reply, port: portNumber }, () => means.listeners(sinceMs))),
      )
    })
  })
}

/** Whoever accepts at a Unix socket counts. */
function socketTry({ file, foreign }: ProbeOf<'socket'>, group: number, means: AskingMeans): Try {
  const isOurs = foreign ? anybody : ofGroup(group, means)
  return (answer) => {
    const sinceMs = means.clock.nowMs()
    return means.probe.connect({ path: file }, (reply) => {
      if (reply.kind === 'none') return answer(nobody(reply.why))
      answer(isOurs({ ...reply, sinceMs }, () => unixListenersAt(file)))
    })
  }
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
function inodesAt(endpoint: Endpoint, look: () => ListenerTable): ReadonlySet<string> | null {
  return isLocal(endpoint.address) ? listenersAt(endpoint, look()) : null
}

/** Who accepted, and when they were asked. */
type Answer = { readonly address: string; readonly sinceMs: number }
type WhoAnswers = (by: Answer, findInodes: () => ReadonlySet<string> | null) => Outcome

const anybody: WhoAnswers = () => 'ready'

/** Well, unless it can be seen that none of the group has the socket. Whoever had it last time is looked at first. */
function ofGroup(group: number, { table }: AskingMeans): WhoAnswers {
  let last: { readonly address: string; readonly holding: Holding } | null = null
  return ({ address, sinceMs }, findInodes) => {
    if (last?.address === address && stillHolds(last.holding)) return 'ready'
    const inodes = findInodes()
    if (inodes === null) return 'ready'
    const holding = holdingOf(group, inodes, { table, sinceMs })
    last = holding === null ? null : { address, holding }
    return holding === null ? { seen: () => strangerWords(inodes) } : 'ready'
  }
}

function strangerWords(inodes: ReadonlySet<string>): string {
  const holder = holderOf(inodes)
  const who = holder === null ? 'a process that cannot be seen' : `another process (${holder})`
  return `held by ${who}, which counts only with foreign: true`
}
