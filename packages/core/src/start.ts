// The composition root: the only file that sees both the machines and the world.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { processLauncher } from './adapters/cross-spawn-launcher.ts'
import { nanoidIds } from './adapters/nanoid-ids.ts'
import { nodeClock } from './adapters/node-clock.ts'
import { nodeProbe } from './adapters/node-probe.ts'
import { nodeRandom } from './adapters/node-random.ts'
import { silentLogger } from './adapters/silent-logger.ts'
import { systemUsage } from './adapters/system-usage.ts'
import { supervisorExit } from './decide/exits.ts'
import { SpecError, StartError } from './errors.ts'
import type { SupervisionEvent } from './events.ts'
import { describer } from './log/describe-event.ts'
import type { Ports } from './ports/ports.ts'
import { type RunEnd, RunningTree, type RunOptions } from './runtime/running-tree.ts'
import { checkSpec } from './spec/check-spec.ts'
import type { SupervisorSpec } from './spec/spec.ts'
import type { ControlOptions, HeldControl } from './start-control.ts'
import { type CheckTree, controlledTree, type Tree, type TreeEnd, treeHandle } from './tree.ts'
import { VERSION } from './version.ts'

/** How a tree is started. */
export type StartOptions = {
  /** Sees every event, from the first. What it throws is logged, and harms nothing. */
  readonly onEvent?: (event: SupervisionEvent) => void
  /** Interrupts a boot, or stops the tree, in order. */
  readonly signal?: AbortSignal
  /** Ends everything at once, by SIGKILL. */
  readonly kill?: AbortSignal
  /** Parts of the outside world to use instead of the real ones. By default the tree logs nothing. */
  readonly ports?: Partial<Ports>
  /** Folder to which relative paths in the spec belong. @defaultValue the working directory */
  readonly cwd?: string
  /**
   * The text of the spec at a key path as it was written, where that is not what it means (`${VAR}` in a file): events
   * show it in place of a `command`. @defaultValue it means what it says
   */
  readonly textAt?: (at: readonly (string | number)[]) => string | null
  /**
   * Whether the tree answers to control commands, at a Unix socket of this user. A name is held by one tree at a time.
   * @defaultValue it does not
   */
  readonly control?: true | ControlOptions
}

/**
 * Starts a tree of processes; resolves when every child is ready. Nothing of the host process is touched: no signal
 * handler, no exit, no output.
 *
 * @throws {@link SpecError} when the spec is wrong; nothing was started then.
 * @throws {@link NameTakenError} when another tree has the name that `control` asks for.
 * @throws {@link StartError} `start_failed` when a child did not start, `start_interrupted` when `signal` or `kill`
 * came first; everything that was up has been stopped again.
 * @example
 * ```ts
 * const tree = await start(supervisor('shop', { children: [worker('db', { command: ['postgres', '-D', 'data'] })] }))
 * await tree.done
 * ```
 */
export async function start(spec: SupervisorSpec, options: StartOptions = {}): Promise<Tree> {
  const folder = resolve(options.cwd ?? '.')
  const check: CheckTree = (wanted, textAt) =>
    checkSpec(wanted, { cwd: folder, fileExists: existsSync, ...(textAt === undefined ? {} : { textAt }) })
  const checked = check(spec, options.textAt)
  if (!checked.ok) throw new SpecError(checked.problems)
  refuseIfAborted(checked.spec.id, options)
  const ports = { ...realPorts(options.ports ?? {}), ...options.ports }
  // Without control all this happens in the turn of the call: what takes no time is up when it returns.
  const asked = controlOf(checked.spec.id, options, ports)
  const { name, control } = asked instanceof Promise ? await asked : asked
  const { running, up, down } = newRun({ spec: checked.spec, ports, cwd: folder, version: VERSION, name }, control)
  listen(running, options)
  const release = obey(running, options)
  void down.then(release)
  if (control !== null) await serveOrRelease(control, running, options)
  running.start()
  await up
  return treeHandle(running, down, check)
}

type NewRun = { readonly running: RunningTree; readonly up: Promise<void>; readonly down: Promise<TreeEnd> }

/** A tree that has not begun. Its name is free before anybody is told that it is down. */
const newRun = (options: RunOptions & { readonly ports: Ports }, control: HeldControl | null): NewRun => {
  const up = Promise.withResolvers<void>()
  const down = Promise.withResolvers<TreeEnd>()
  const running = new RunningTree(options, {
    started: up.resolve,
    ended: (end) => {
      const over = (): void => {
        up.reject(startError(running.rootPath, end))
        down.resolve(treeEnd(end))
      }
      if (control === null) over()
      else void control.close().then(over, over)
    },
    bug: (message) => options.ports.logger.write({ level: 'error', message, event: null }),
  })
  return { running, up: up.promise, down: down.promise }
}

/** The name of the tree, held if it is to answer. */
const controlOf = (rootId: string, { control }: StartOptions, ports: Ports): Named | Promise<Named> =>
  control === undefined ? { name: rootId, control: null } : takeNamed(rootId, control, ports)

type Named = { readonly name: string; readonly control: HeldControl | null }

const takeNamed = async (rootId: string, control: true | ControlOptions, ports: Ports): Promise<Named> => {
  const { name = rootId, ...told } = control === true ? {} : control
  // hono and node:http are not loaded for trees that answer to nobody.
  const { takeControl } = await import('./start-control.ts')
  return { name, control: await takeControl(name, told, ports) }
}

/** Answers from now on. What keeps a tree from beginning frees its name. */
const serveOrRelease = async (control: HeldControl, running: RunningTree, options: StartOptions): Promise<void> => {
  try {
    await control.serve(controlledTree(running))
    // It has taken time.
    refuseIfAborted(running.rootPath, options)
  } catch (error) {
    await control.close()
    throw error
  }
}

const refuseIfAborted = (path: string, { signal, kill }: StartOptions): void => {
  if (signal?.aborted === true || kill?.aborted === true) throw interrupted(path)
}

// Nobody reads the silent logger: then no line is made.
const listen = ({ journal }: RunningTree, { ports, onEvent }: StartOptions): void => {
  const logger = ports?.logger
  if (logger !== undefined) {
    const describe = describer()
    journal.listen((event) => logger.write({ ...describe(event), event }))
  }
  if (onEvent !== undefined) journal.listen(onEvent)
}

const realPorts = ({ clock = nodeClock(), logger = silentLogger(), launcher }: Partial<Ports>): Ports => {
  const onTrouble = (message: string): void => logger.write({ level: 'error', message, event: null })
  return {
    clock,
    launcher: launcher ?? processLauncher({ probe: nodeProbe(), output: null, onTrouble, clock }),
    // Whoever brings processes of another kind says how they are measured.
    usage: launcher === undefined ? systemUsage() : null,
    ids: nanoidIds(),
    random: nodeRandom(),
    logger,
  }
}

/** Ties the abort signals to the tree; the answer unties them. */
const obey = (running: RunningTree, { signal, kill }: StartOptions): (() => void) => {
  const stop = (): void => running.stop()
  const end = (): void => running.kill('forced')
  const tie = (to: AbortSignal | undefined, act: () => void): void => {
    to?.addEventListener('abort', act, { once: true })
  }
  tie(signal, stop)
  tie(kill, end)
  return () => {
    signal?.removeEventListener('abort', stop)
    kill?.removeEventListener('abort', end)
  }
}

/** Nothing was started: the wish to stop was there first. */
const interrupted = (path: string): StartError =>
  new StartError({ code: 'start_interrupted', path, exit: supervisorExit('requested'), why: [] })

const startError = (rootPath: string, { exit, failure, leafExit, why }: RunEnd): StartError =>
  failure === null || leafExit === null
    ? new StartError({ code: 'start_interrupted', path: rootPath, exit, why })
    : new StartError({ code: 'start_failed', path: failure.path, exit: leafExit, why })

const treeEnd = ({ exit, why }: RunEnd): TreeEnd => {
  const outcome = (['gave_up', 'auto_shutdown', 'internal_error'] as const).find((kind) => kind === exit.kind)
  return { outcome: outcome ?? 'stopped', why }
}
