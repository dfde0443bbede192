// The control API as a server: whatever clients do, what they cost is bounded.
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import type { ControlledTree, ReloadResult } from '../controlled.ts'
import type { OutputHistory, OutputLine } from '../ports/output.ts'
import { API_VERSION, type ReloadOrder, type TreeInfo } from './api.ts'
import { controlApp } from './app.ts'
import { type Message, newFeed } from './feed.ts'
import { followHistories } from './histories.ts'

/** What the server is told of its tree. */
export type ControlSetting = {
  readonly tree: ControlledTree
  readonly output: OutputHistory | null
  readonly reload: ((order: ReloadOrder) => Promise<ReloadResult>) | null
  /** What never changes of {@link TreeInfo}. */
  readonly identity: Pick<TreeInfo, 'version' | 'pid' | 'file' | 'log' | 'startedAt'>
  readonly say: (message: string) => void
}

export interface ControlServer {
  /** A server that can be told to listen. */
  newServer(): Server
  /** The tree is down: streams end. */
  close(): void
}

const MOST_CONNECTIONS = 256
const LONGEST_HEADERS_BYTES = 16 * 1024
const REQUEST_MS = 10_000
const IDLE_MS = 5000

/** Follows a tree that has not begun, and answers for it. */
export function controlServer({ tree, output, reload, identity, say }: ControlSetting): ControlServer {
  let seq = 0
  const slow = (what: string) => (): void => say(`a client that did not read its ${what} fast enough was cut off`)
  const events = newFeed({ slow: slow('events') })
  const lines = newFeed({ slow: slow('lines'), read: (isRead) => (isRead ? follow() : leave()) })
  let leave = (): void => {}
  // All that is printed is looked at only while somebody reads it.
  const follow = (): void => {
    leave = output?.onLines((each) => each.forEach((line) => lines.put(lineMessage(line)))) ?? leave
  }
  const histories = followHistories(tree)
  tree.listen((event) => {
    ;({ seq } = event)
    events.put({ id: event.seq, event: event.type, path: event.path, data: event })
  })
  const { name, rootPath: root, run } = tree
  const info = (): TreeInfo => ({ api: API_VERSION, name, root, run, ...identity, seq })
  const app = controlApp({ tree, info, histories, output, events, lines, reload, say })
  return {
    newServer: () => {
      // Else it would replace Request and Response of the whole process, which is our host's.
      const fetch: typeof app.fetch = (request, ...rest) => app.fetch(copyable(request), ...rest)
      const server = createAdaptorServer({ fetch, serverOptions: LIMITS, overrideGlobalObjects: false }) as Server
      server.maxConnections = MOST_CONNECTIONS
      return server
    },
    close: () => {
      leave()
      events.close()
      lines.close()
    },
  }
}

/** The limit of bodies copies a request of unknown length, and only Node's own can be copied by Node's own. */
const copyable = (request: Request): Request => {
  const { url, method, headers, body, signal } = request
  return body === null ? request : new Request(url, { method, headers, body, signal, duplex: 'half' })
}

const lineMessage = (line: OutputLine): Message => ({ id: line.seq, event: 'line', path: line.path, data: line })

const LIMITS = {
  maxHeaderSize: LONGEST_HEADERS_BYTES,
  headersTimeout: REQUEST_MS,
  requestTimeout: REQUEST_MS,
  keepAliveTimeout: IDLE_MS,
  connectionsCheckingInterval: 1000,
}
