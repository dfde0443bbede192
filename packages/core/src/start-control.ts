// How a tree is put under control: a name that is held by a lock, and a socket that answers. Loaded only when asked for.
import { type ControlSocket, openControlSocket } from './adapters/control-socket.ts'
import { takeName } from './adapters/name-lock.ts'
import { prepareRunPlace, runPlace } from './adapters/run-directory.ts'
import type { ReloadOrder } from './control/api.ts'
import { controlServer } from './control/server.ts'
import type { ControlledTree, ReloadResult } from './controlled.ts'
import type { OutputHistory } from './ports/output.ts'
import type { Ports } from './ports/ports.ts'
import { VERSION } from './version.ts'

/** How a tree answers to control commands. */
export type ControlOptions = {
  /** What the tree is called; one tree of a user has it at a time. @defaultValue the id of the root */
  readonly name?: string
  /** The tree file, told to clients. @defaultValue none */
  readonly file?: string
  /** Where a detached run writes its console, told to clients. @defaultValue nowhere */
  readonly log?: string
  /** What children print, for `logs`: for example what `consoleOutput` gives. @defaultValue it is not told */
  readonly output?: OutputHistory
  /** Loads the tree file again, when a client asks for it. @defaultValue clients are refused */
  readonly reload?: (order: ReloadOrder) => Promise<ReloadResult>
}

/** A name that is held. */
export interface HeldControl {
  /** Answers for a tree that has not begun yet. */
  serve(tree: ControlledTree): Promise<void>
  /** The tree is down: the socket is removed and the name is free. */
  close(): Promise<void>
}

/** Takes the name. Throws when another tree has it, or when its run directory cannot be used. */
export async function takeControl(
  name: string,
  {
    file = null,
    log = null,
    output = null,
    reload = null,
  }: { [Key in keyof ControlOptions]: ControlOptions[Key] | null },
  { logger, clock }: Pick<Ports, 'logger' | 'clock'>,
): Promise<HeldControl> {
  const place = runPlace(name)
  prepareRunPlace(place)
  const lock = await takeName(place, { pid: process.pid, name, file, log })
  const say = (message: string): void => logger.write({ level: 'info', message, event: null })
  let socket: ControlSocket | null = null
  let endStreams = (): void => {}
  return {
    serve: async (tree) => {
      const identity = { version: VERSION, pid: process.pid, file, log, startedAt: clock.time() }
      const server = controlServer({ tree, output, reload, identity, say })
      endStreams = () => server.close()
      socket = await openControlSocket(place, { newServer: () => server.newServer(), lock, say })
    },
    close: async () => {
      endStreams()
      await socket?.close()
      lock.release()
    },
  }
}
