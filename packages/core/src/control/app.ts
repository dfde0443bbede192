// The routes of the control API: a request in, an answer out. What is done is done by the tree.

import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ControlledTree, ReloadResult } from '../controlled.ts'
import type { OutputHistory } from '../ports/output.ts'
import type { TemplateStart } from '../spec/spec.ts'
import type { ChildStatus } from '../status.ts'
import type { ErrorAnswer, Operation, OperationAnswer, ReloadOrder, ShownChild, TreeInfo } from './api.ts'
import type { Feed } from './feed.ts'
import type { History } from './histories.ts'
import { carryOut, planOperation } from './operations.ts'
import { otpCall } from './otp-call.ts'
import { ownSpec } from './own-spec.ts'
import {
  readCall,
  readCount,
  readOperation,
  readReload,
  readShutdown,
  readSignal,
  readText,
  readWaitFor,
} from './reading.ts'
import { Refusal } from './refusal.ts'
import { pathMeant, selection } from './selection.ts'
import { oneATurn, snapshots } from './snapshots.ts'
import { waitFor } from './wait.ts'

/** What the routes are about. */
export type ControlMeans = {
  readonly tree: ControlledTree
  readonly info: () => TreeInfo
  readonly histories: { readonly of: (path: string) => History }
  /** Null: the host of the tree keeps the output of its children for itself. */
  readonly output: OutputHistory | null
  readonly events: Feed
  readonly lines: Feed
  /** Loads the tree file again; null: the tree is no file. */
  readonly reload: ((order: ReloadOrder) => Promise<ReloadResult>) | null
  /** A line for the log of the tree. */
  readonly say: (message: string) => void
}

type Env = { Bindings: HttpBindings }

const LONGEST_BODY_BYTES = 1024 * 1024

/** The whole API. */
export function controlApp(means: ControlMeans) {
  const app = new Hono<Env>()
  app.use(
    bodyLimit({
      maxSize: LONGEST_BODY_BYTES,
      onError: () => {
        throw TOO_LARGE
      },
    }),
  )
  app.onError((error) => errorResponse(error, means.say))
  app.notFound((c) =>
    errorResponse(
      new Refusal(
        404,
        'no_such_route',
        `There is no ${c.req.method} ${c.req.path} here: docs/api.md has what there is.`,
      ),
      means.say,
    ),
  )
  addReading(app, means)
  addStreams(app, means)
  addOperations(app, means)
  addSteering(app, means)
  return app
}

const TOO_LARGE = new Refusal(413, 'too_large', `A body may have ${LONGEST_BODY_BYTES} bytes.`)

const errorResponse = (error: unknown, say: (message: string) => void): Response => {
  const refusal = error instanceof Refusal ? error : unexpected(error, say)
  const { status, code, message, nearest } = refusal
  const answer: ErrorAnswer = { error: { code, message, ...(nearest.length === 0 ? {} : { nearest }) } }
  return Response.json(answer, { status })
}

const unexpected = (error: unknown, say: (message: string) => void): Refusal => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  say(`control: internal error: ${text}`)
  return new Refusal(500, 'internal_error', 'An internal error of otp-sup; its log has more.')
}

const shownBy =
  ({ histories }: ControlMeans) =>
  (row: ChildStatus): ShownChild => {
    const { since, healthy } = histories.of(row.path)
    return { ...row, since, healthy: row.checked ? healthy : null }
  }

/** The rows that a request means by `path`. */
const rowsMeant = ({ tree }: ControlMeans, words: readonly string[]): readonly ChildStatus[] => {
  const rows = tree.status()
  const meant = new Set(
    selection(
      words,
      rows.map(({ path }) => path),
    ),
  )
  return rows.filter(({ path }) => meant.has(path))
}

const rowMeant = (means: ControlMeans, word: string | undefined): ChildStatus => {
  const rows = means.tree.status()
  const path = pathMeant(
    readText(word, 'path'),
    rows.map((row) => row.path),
  )
  return rows.find((row) => row.path === path) as ChildStatus
}

const addReading = (app: Hono<Env>, means: ControlMeans): void => {
  const { tree, histories, output } = means
  const shown = shownBy(means)
  const inTurn = oneATurn()
  const whole = snapshots(() => ({ tree: means.info(), children: tree.status().map(shown) }))
  const lastLines = (path: string): readonly string[] =>
    (output?.recentLines((each) => each === path) ?? []).slice(-10).map(({ text }) => text)
  app.get('/v1', (c) => c.json(means.info()))
  app.get('/v1/status', async (c) => {
    const words = c.req.queries('path')
    if (words !== undefined) return c.json({ tree: means.info(), children: rowsMeant(means, words).map(shown) })
    const body = await whole()
    await inTurn()
    const { outgoing } = c.env
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    outgoing.end(body)
    return RESPONSE_ALREADY_SENT
  })
  app.get('/v1/show', (c) => {
    const row = rowMeant(means, c.req.query('path'))
    const { path } = row
    const spec = ownSpec(tree.specOf(path))
    return c.json({ child: shown(row), spec, dependents: tree.dependentsOf(path), lastLines: lastLines(path) })
  })
  app.get('/v1/why', (c) => {
    const row = rowMeant(means, c.req.query('path'))
    const { path } = row
    const above = tree.status().find((each) => each.path === path.slice(0, path.lastIndexOf('/')))
    const { start, end, restart } = histories.of(path)
    const supervisor = above === undefined ? null : shown(above)
    const answer = { child: shown(row), supervisor, start, end, restart }
    return c.json({ ...answer, waitsFor: tree.waitsFor(path), lastLines: lastLines(path) })
  })
}

const addStreams = (app: Hono<Env>, means: ControlMeans): void => {
  const { tree, output } = means
  app.get('/v1/events', (c) => {
    const words = c.req.queries('path')
    const isWanted = eventFilter(means, words)
    const after = readCount(c.req.header('last-event-id') ?? c.req.query('after'), 'after', means.info().seq)
    const events = tree.eventsAfter(after)
    if (!isStream(c.req.header('accept')))
      return c.json({ events: events.filter(({ path }) => isWanted?.(path) ?? true) })
    const before = events.map((event) => ({ id: event.seq, event: event.type, path: event.path, data: event }))
    means.events.attach({ response: c.env.outgoing, isWanted }, before)
    return RESPONSE_ALREADY_SENT
  })
  app.get('/v1/logs', (c) => {
    if (output === null) throw new Refusal(409, 'no_output', 'The output of the children is not kept by this tree.')
    const isWanted = eventFilter(means, c.req.queries('path'))
    const most = readCount(c.req.query('lines'), 'lines', 10)
    const since = c.req.query('since')
    const remembered = output
      .recentLines(isWanted ?? (() => true))
      .filter(({ time }) => since === undefined || time >= since)
    const lines = most === 0 ? [] : remembered.slice(-most)
    if (!isStream(c.req.header('accept'))) return c.json({ lines })
    const before = lines.map((line) => ({ id: line.seq, event: 'line', path: line.path, data: line }))
    means.lines.attach({ response: c.env.outgoing, isWanted }, before)
    return RESPONSE_ALREADY_SENT
  })
}

const isStream = (accept: string | undefined): boolean => accept?.includes('text/event-stream') === true

/** A path stands for itself and all below it. */
const eventFilter = ({ tree }: ControlMeans, words: readonly string[] | undefined) => {
  if (words === undefined || words.length === 0) return null
  const meant = selection(
    words,
    tree.status().map(({ path }) => path),
  )
  return (path: string): boolean => meant.some((each) => path === each || path.startsWith(`${each}/`))
}

const OPERATIONS: readonly Operation[] = ['start', 'stop', 'restart']

const addOperations = (app: Hono<Env>, { tree, say }: ControlMeans): void => {
  for (const operation of OPERATIONS) {
    app.post(`/v1/${operation}`, async (c) => {
      const { wait, ...request } = readOperation(await bodyOf(c.req))
      const plan = planOperation(tree, operation, request)
      const done = carryOut(tree, plan)
      if (wait) return c.json(await done)
      done.catch((error: unknown) => void unexpected(error, say))
      const answer: OperationAnswer = {
        ok: true,
        done: false,
        paths: plan.paths,
        results: [],
        leftAlone: plan.leftAlone,
      }
      return c.json(answer, 202)
    })
  }
}

const addSteering = (app: Hono<Env>, means: ControlMeans): void => {
  const { tree, say } = means
  app.post('/v1/children', async (c) => {
    const { path, spec } = readCall(await bodyOf(c.req))
    return c.json(await tree.calls.startChild(rowMeant(means, path).path, spec as TemplateStart))
  })
  app.delete('/v1/children', async (c) => c.json(await tree.calls.deleteChild(childMeant(means, c.req.query('path')))))
  app.post('/v1/signal', async (c) => {
    const { path: word, signal, to } = readSignal(await bodyOf(c.req))
    const path = childMeant(means, word)
    if (!tree.signal(path, signal, to)) throw new Refusal(409, 'not_running', `${path} has no process.`)
    say(`${signal} was sent to ${path}, as asked through the control socket`)
    return c.json({ path, signal, to })
  })
  app.get('/v1/wait', async (c) => {
    const { path } = rowMeant(means, c.req.query('path'))
    const shown = shownBy(means)
    const look = (): ShownChild | undefined =>
      tree
        .status()
        .map(shown)
        .find((each) => each.path === path)
    const state = readWaitFor(c.req.query('for'))
    return c.json({ child: await waitFor({ tree, look }, { path, state }, c.env.outgoing) })
  })
  app.post('/v1/shutdown', async (c) => {
    const { now } = readShutdown(await bodyOf(c.req))
    say(`the tree is stopped${now ? ' at once' : ''}, as asked through the control socket`)
    if (now) tree.kill()
    else tree.stop()
    return c.json(means.info(), 202)
  })
  app.post('/v1/reload', async (c) => {
    const order = readReload(await bodyOf(c.req))
    if (means.reload === null)
      throw new Refusal(409, 'no_reload', 'This tree is no file: the program that started it reloads it.')
    return c.json(await means.reload(order))
  })
  app.post('/v1/calls/:name', async (c) =>
    c.json(await otpCall(tree, c.req.param('name'), readCall(await bodyOf(c.req)))),
  )
}

const childMeant = (means: ControlMeans, word: string | undefined): string => {
  const { path } = rowMeant(means, word)
  if (path === means.tree.rootPath) throw new Refusal(409, 'root', 'The root of the tree is no child.')
  return path
}

const bodyOf = async (request: { readonly json: () => Promise<unknown> }): Promise<unknown> => {
  try {
    return await request.json()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal(400, 'bad_request', 'The body must be JSON.')
  }
}
