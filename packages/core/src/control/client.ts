// A client of the control socket. It loads next to nothing: `otp-sup status` is as quick as its connection.
import type { CallResult, ReloadResult, StartedChild } from '../controlled.ts'
import type { CallName, SupervisionEvent } from '../events.ts'
import type { OutputLine } from '../ports/output.ts'
import type {
  ErrorAnswer,
  EventsAnswer,
  LogsAnswer,
  Operation,
  OperationAnswer,
  OperationRequest,
  ReloadOrder,
  ShowAnswer,
  SignalAnswer,
  StatusAnswer,
  TreeInfo,
  WaitAnswer,
  WaitFor,
  WhyAnswer,
} from './api.ts'
import { type Answered, exchange } from './exchange.ts'
import { messagesIn } from './messages-in.ts'

/** Why a client got no answer that it can use. */
export type ControlErrorCode =
  /** No tree runs there. */
  | 'not_running'
  /** Somebody is there and does not answer. */
  | 'no_answer'
  /** It is another user's. */
  | 'not_allowed'
  /** The connection ended in the middle of an answer. */
  | 'cut_off'
  /** The tree says no: see `reason`. */
  | 'refused'

/** A request to a running tree that came to nothing. */
export class ControlError extends Error {
  readonly code: ControlErrorCode
  /** Of what the tree refused, its own code: `no_such_path`, `bad_request`, … */
  readonly reason: string | null
  /** Right paths near a wrong one. */
  readonly nearest: readonly string[]
  constructor(code: ControlErrorCode, message: string, refusal: Partial<ErrorAnswer['error']> = {}) {
    super(message)
    this.name = 'ControlError'
    this.code = code
    this.reason = refusal.code ?? null
    this.nearest = refusal.nearest ?? []
  }
}

/** What narrows a stream. */
export type StreamOptions = {
  /** Paths or globs, each with all below it. @defaultValue everything */
  readonly paths?: readonly string[]
  /** Ends the stream. */
  readonly signal?: AbortSignal
}

/** A running tree, from outside. Each method is one request; what the tree refuses rejects with a {@link ControlError}. */
export interface ControlClient {
  /** Of when the client connected. */
  readonly info: TreeInfo
  readonly socket: string
  /** Paths and globs; everything without one. */
  status(paths?: readonly string[]): Promise<StatusAnswer>
  show(path: string): Promise<ShowAnswer>
  why(path: string): Promise<WhyAnswer>
  start(request: OperationRequest, signal?: AbortSignal): Promise<OperationAnswer>
  stop(request: OperationRequest, signal?: AbortSignal): Promise<OperationAnswer>
  restart(request: OperationRequest, signal?: AbortSignal): Promise<OperationAnswer>
  /** OTP's startChild, at the path of a supervisor. */
  add(path: string, spec?: unknown): Promise<CallResult<StartedChild>>
  /** OTP's deleteChild. */
  remove(path: string): Promise<CallResult<null>>
  /** A signal to a worker's leader, or to its whole group. */
  signal(path: string, signal: string, to?: 'leader' | 'group'): Promise<SignalAnswer>
  wait(path: string, state: WaitFor, signal?: AbortSignal): Promise<WaitAnswer>
  /** Asks the tree to stop; resolves when it was asked. `now`: by SIGKILL. */
  shutdown(options?: { readonly now?: boolean }, signal?: AbortSignal): Promise<void>
  /** Loads the tree file, and changes what is different, or only tells it. */
  reload(order?: ReloadOrder): Promise<ReloadResult>
  /** One of OTP's calls, with OTP's answer. */
  call(
    name: CallName,
    body: { readonly path: string; readonly spec?: unknown; readonly specs?: unknown },
  ): Promise<CallResult<unknown>>
  /** The remembered events after a number; after 0: all that are remembered. */
  recentEvents(after: number, paths?: readonly string[]): Promise<EventsAnswer>
  /** The events after a number as they come, from now on without one; ends with the tree. */
  events(options?: StreamOptions & { readonly after?: number }): AsyncIterable<SupervisionEvent>
  /** The last lines that children printed. `since`: ISO 8601. */
  recentLines(options?: LinesOptions): Promise<LogsAnswer>
  /** The last lines, and then each line as it comes. */
  lines(options?: LinesOptions & StreamOptions): AsyncIterable<OutputLine>
}

/** Which lines of output. */
export type LinesOptions = {
  readonly paths?: readonly string[]
  /** @defaultValue 10 */
  readonly lines?: number
  readonly since?: string
}

const CONNECT_MS = 2000
/** To the head of an answer that waits for nothing. */
const ANSWER_MS = 10_000

/**
 * Connects to the tree that answers at a socket, within two seconds.
 * @throws {@link ControlError}
 */
export async function connectTo(socket: string): Promise<ControlClient> {
  const send = sender(socket)
  const info = await send<TreeInfo>('GET', '/v1', { withinMs: CONNECT_MS })
  const get = <Answer>(path: string) => send<Answer>('GET', path, { withinMs: ANSWER_MS })
  const operate = (operation: Operation) => (body: OperationRequest, signal?: AbortSignal) =>
    send<OperationAnswer>('POST', `/v1/${operation}`, { body, signal })
  return {
    info,
    socket,
    status: (paths) => get(`/v1/status${query({ path: paths })}`),
    show: (path) => get(`/v1/show${query({ path: [path] })}`),
    why: (path) => get(`/v1/why${query({ path: [path] })}`),
    start: operate('start'),
    stop: operate('stop'),
    restart: operate('restart'),
    add: (path, spec) => send('POST', '/v1/children', { body: { path, spec } }),
    remove: (path) => send('DELETE', `/v1/children${query({ path: [path] })}`),
    signal: (path, signal, to = 'leader') =>
      send('POST', '/v1/signal', { body: { path, signal, to }, withinMs: ANSWER_MS }),
    wait: (path, state, signal) => send('GET', `/v1/wait${query({ path: [path], for: [state] })}`, { signal }),
    shutdown: async ({ now = false } = {}, signal) =>
      void (await send('POST', '/v1/shutdown', { body: { now }, signal, withinMs: ANSWER_MS })),
    reload: (order = {}) => send('POST', '/v1/reload', { body: order }),
    call: (name, body) => send('POST', `/v1/calls/${name}`, { body }),
    recentEvents: (after, paths) => get(`/v1/events${query({ path: paths, after: [String(after)] })}`),
    events: ({ paths, after, signal } = {}) =>
      stream(socket, `/v1/events${query({ path: paths, after: after === undefined ? [] : [String(after)] })}`, signal),
    recentLines: (options = {}) => get(`/v1/logs${linesQuery(options)}`),
    lines: ({ signal, ...options } = {}) => stream(socket, `/v1/logs${linesQuery(options)}`, signal),
  }
}

const linesQuery = ({ paths, lines, since }: LinesOptions): string =>
  query({
    path: paths,
    lines: lines === undefined ? [] : [String(lines)],
    since: since === undefined ? [] : [since],
  })

/** `?path=shop%2Fdb&path=…` */
const query = (of: Readonly<Record<string, readonly string[] | undefined>>): string => {
  const pairs = Object.entries(of).flatMap(([key, values = []]) =>
    values.map((value) => `${key}=${encodeURIComponent(value)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

type Sent = {
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** When its head must be there. @defaultValue never */
  readonly withinMs?: number
}

const sender =
  (socket: string) =>
  async <Answer>(method: string, path: string, { body, signal, withinMs }: Sent = {}): Promise<Answer> => {
    const text = body === undefined ? null : JSON.stringify(body)
    const asked = { method, path, accept: 'application/json', body: text }
    const answered = await inTime(signal, withinMs, (either) => answeredBy(socket, { ...asked, signal: either }))
    const answer: unknown = parsed(await textOf(answered, signal))
    if (answered.status < 400) return answer as Answer
    throw refusalOf(answer, answered.status)
  }

/** Ended by the signal, and when there is nothing in time. */
const inTime = async <Answer>(
  signal: AbortSignal | undefined,
  ms: number | undefined,
  ask: (either: AbortSignal | undefined) => Promise<Answer>,
): Promise<Answer> => {
  if (ms === undefined) return ask(signal)
  const late = new AbortController()
  const text = `The tree does not answer within ${ms / 1000} s: its otp-sup is stopped, or very busy.`
  const timer = setTimeout(() => late.abort(new ControlError('no_answer', text)), ms)
  try {
    return await ask(signal === undefined ? late.signal : AbortSignal.any([signal, late.signal]))
  } finally {
    clearTimeout(timer)
  }
}

const refusalOf = (answer: unknown, status: number): ControlError => {
  const { error = { code: 'unknown', message: `It answered ${status}.` } } = (answer ?? {}) as Partial<ErrorAnswer>
  return new ControlError('refused', error.message, error)
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new ControlError('cut_off', 'Its answer is no JSON: it is no otp-sup, or the answer was cut off.')
  }
}

const answeredBy = async (socket: string, asked: Parameters<typeof exchange>[1]): Promise<Answered> => {
  try {
    return await exchange(socket, asked)
  } catch (error) {
    throw errorOf(error as NodeJS.ErrnoException, socket, asked.signal)
  }
}

const textOf = async ({ texts }: Answered, signal: AbortSignal | undefined): Promise<string> => {
  let text = ''
  try {
    for await (const part of texts()) text += part
  } catch {
    signal?.throwIfAborted()
    throw new ControlError('cut_off', 'The connection ended in the middle of the answer.')
  }
  return text
}

const errorOf = (error: NodeJS.ErrnoException, socket: string, signal: AbortSignal | undefined): Error => {
  if (signal?.aborted === true) return signal.reason as Error
  const code = CODES[error.code ?? ''] ?? 'cut_off'
  return new ControlError(code, `${MESSAGES[code]} (${socket})`)
}

const CODES: Readonly<Record<string, keyof typeof MESSAGES>> = {
  ENOENT: 'not_running',
  ECONNREFUSED: 'not_running',
  ENOTDIR: 'not_running',
  EACCES: 'not_allowed',
  EPERM: 'not_allowed',
}

const MESSAGES = {
  not_running: 'No tree answers at this socket.',
  not_allowed: 'The socket belongs to another user.',
  cut_off: 'The connection ended before there was an answer: the tree has ended, or has too many clients.',
}

async function* stream<Data>(socket: string, path: string, signal: AbortSignal | undefined): AsyncGenerator<Data> {
  const asked = { method: 'GET', path, accept: 'text/event-stream', body: null, signal }
  const answered = await answeredBy(socket, asked).catch((error: unknown) => {
    if (signal?.aborted === true) return null
    throw error
  })
  if (answered === null) return
  if (answered.status !== 200) throw refusalOf(parsed(await textOf(answered, signal)), answered.status)
  try {
    yield* messagesIn<Data>(answered.texts())
  } catch (error) {
    if (signal?.aborted !== true)
      throw new ControlError('cut_off', `The stream was cut off (${(error as Error).message}).`)
  } finally {
    answered.leave()
  }
}
