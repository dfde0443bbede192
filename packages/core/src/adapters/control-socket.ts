// The socket of a running tree: bound only by who holds the lock of its name, made again when somebody removes it.
import { once } from 'node:events'
import { chmodSync, rmSync, statSync } from 'node:fs'
import type { Server } from 'node:http'
import type { NameLock } from './name-lock.ts'
import { prepareRunPlace, type RunPlace } from './run-directory.ts'

const LOOK_EVERY_MS = 1000
/** Answers that are on their way have so long when all is over. */
const LAST_ANSWERS_MS = 300

/** A socket that is listened at. */
export interface ControlSocket {
  close(): Promise<void>
}

/** What serving needs. */
export type SocketMeans = {
  /** Asked for another one when the socket was removed. */
  readonly newServer: () => Server
  readonly lock: NameLock
  readonly say: (message: string) => void
}

/** Serves at the socket of a place, as long as its name is ours. */
export async function openControlSocket(place: RunPlace, means: SocketMeans): Promise<ControlSocket> {
  const { newServer, say } = means
  const served: Served = { server: await listening(place, newServer()), inode: inodeOf(place), before: [] }
  let looking = Promise.resolve()
  let complaint = ''
  const look = async (): Promise<void> => {
    try {
      if (inodeOf(place) !== served.inode) {
        await renew(place, served, means)
        say(`the control socket ${place.socket} was removed: it is made again`)
      }
      complaint = ''
    } catch (error) {
      // Tried again with every look, told once.
      const now = `nobody reaches the control socket ${place.socket}: ${String(error)}`
      if (complaint !== now) say(now)
      complaint = now
    }
  }
  const timer = setInterval(() => {
    looking = looking.then(look)
  }, LOOK_EVERY_MS).unref()
  return {
    close: async () => {
      clearInterval(timer)
      await looking
      await closed(place, served)
      removeOwn(place, served)
    },
  }
}

const removeOwn = (place: RunPlace, { inode }: Served): void => {
  try {
    if (inodeOf(place) === inode) rmSync(place.socket, { force: true })
  } catch {
    // out of reach: whoever holds the lock next may remove it
  }
}

/** What listens, at the socket with that inode, and those whose socket is gone: who is connected to them stays so. */
type Served = { server: Server; inode: number | null; readonly before: Server[] }

const renew = async (place: RunPlace, served: Served, { newServer, lock }: SocketMeans): Promise<void> => {
  prepareRunPlace(place)
  if (!lock.keep()) throw new Error('another tree has taken the name')
  // Closed first, for that removes whatever has its path.
  served.server.close()
  served.before.push(served.server)
  served.server = await listening(place, newServer())
  served.inode = inodeOf(place)
}

const closed = async (place: RunPlace, { server, inode, before }: Served): Promise<void> => {
  for (const each of before) each.closeAllConnections()
  if (!server.listening) return
  // To close it would remove the socket that now has its path.
  if (isAnothers(place, inode)) return server.closeAllConnections()
  const over = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS)
  await over
  clearTimeout(cut)
}

const isAnothers = (place: RunPlace, ours: number | null): boolean => {
  try {
    const there = inodeOf(place)
    return there !== null && there !== ours
  } catch {
    return false // out of reach for us as for others
  }
}

const listening = async ({ socket }: RunPlace, server: Server): Promise<Server> => {
  // Left by somebody who was killed: whoever holds the lock may remove it.
  rmSync(socket, { force: true })
  server.listen(socket)
  await once(server, 'listening')
  chmodSync(socket, 0o600)
  // A tree is kept alive by its children, or by its host.
  server.unref()
  return server
}

const inodeOf = ({ socket }: RunPlace): number | null => statSync(socket, { throwIfNoEntry: false })?.ino ?? null
