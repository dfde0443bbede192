import { type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { connect } from 'node:net'
import type { NoAnswer, Probe, ProbeRequest, Responded } from '../ports/probe.ts'
import { errorCode } from './error-code.ts'

/** What of a body is looked at, in bytes. */
const MOST_BODY = 65_536

/** Probes by Node's own sockets: each try has one, and closes it whatever comes. */
export function nodeProbe(): Probe {
  return { connect: tryToConnect, http: tryRequest }
}

const tryToConnect: Probe['connect'] = (target, answer) => {
  const socket = connect(target)
  const tell = once(answer, () => socket.destroy())
  const address = (): string => ('path' in target ? target.path : (socket.remoteAddress ?? target.host))
  socket.once('connect', () => tell({ kind: 'accepted', address: address() }))
  // Stays attached: a reset may follow the connection that was just given up.
  socket.on('error', (error) => tell(noAnswer(error)))
  return tell.giveUp
}

const tryRequest: Probe['http'] = (wanted, answer) => {
  const request = new URL(wanted.url).protocol === 'https:' ? requestHttps : requestHttp
  const outgoing = request(optionsOf(wanted))
  const tell = once(answer, () => outgoing.destroy())
  outgoing.once('response', (response) => {
    const address = response.socket.remoteAddress ?? wanted.host
    if (!wanted.readsBody) return tell(responded(response, address, ''))
    readBody(response, (body) => tell(responded(response, address, body)))
    response.on('error', (error) => tell(noAnswer(error)))
  })
  // A server that changes the protocol has answered, too, and with a status that Node hides from `response`.
  outgoing.once('upgrade', (response) => tell(responded(response, response.socket.remoteAddress ?? wanted.host, '')))
  outgoing.on('error', (error) => tell(noAnswer(error)))
  outgoing.end()
  return tell.giveUp
}

function optionsOf({ url, host, insecure }: ProbeRequest): RequestOptions & { rejectUnauthorized: boolean } {
  const { hostname, port, pathname, search, username, password, host: hostHeader } = new URL(url)
  const name = hostname.replaceAll(/[[\]]/g, '')
  return {
    host,
    port,
    path: `${pathname}${search}`,
    // A connection of its own for each try, closed after it.
    agent: false,
    headers: { host: hostHeader, connection: 'close', 'user-agent': 'otp-sup' },
    rejectUnauthorized: !insecure,
    ...(username === '' ? {} : { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
    // An address is no server name.
    ...(/[a-z]/i.test(name) && !name.includes(':') ? { servername: name } : {}),
  }
}

function readBody(response: IncomingMessage, done: (body: string) => void): void {
  let body = ''
  response.setEncoding('utf8')
  response.on('data', (chunk: string) => {
    body += chunk
    if (body.length >= MOST_BODY) done(body.slice(0, MOST_BODY))
  })
  response.once('end', () => done(body))
}

function responded({ statusCode = 0, headers }: IncomingMessage, address: string, body: string): Responded {
  const texts = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value])
  return { kind: 'responded', address, status: statusCode, headers: Object.fromEntries(texts), body }
}

/** Tells one answer and then closes what it came by; given up, it closes without one. */
function once<Reply>(answer: (reply: Reply) => void, close: () => void) {
  let isOver = false
  const tell = (reply: Reply): void => {
    if (isOver) return
    giveUp()
    answer(reply)
  }
  const giveUp = (): void => {
    isOver = true
    close()
  }
  return Object.assign(tell, { giveUp })
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was reset',
  ENOENT: 'there is no such file',
  ENOTSOCK: 'that file is no socket',
  EACCES: 'permission denied',
  EHOSTUNREACH: 'no way to that host',
  ENETUNREACH: 'no way to that network',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ETIMEDOUT: 'no answer',
}

function noAnswer(error: Error): NoAnswer {
  // Of a host with several addresses the last try stands for all.
  const last: unknown = error instanceof AggregateError ? error.errors.at(-1) : error
  const code = errorCode(last) ?? ''
  const message = last instanceof Error ? last.message : String(last)
  return { kind: 'none', why: WORDS[code] ?? message }
}
