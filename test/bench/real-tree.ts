// A tree of real processes that all run the same program.
import { type SupervisionEvent, start, supervisor, type Tree, worker } from '@otp-sup/core'

export class RealTree {
  readonly #tree: Tree
  readonly #pids: Map<string, number>

  private constructor(tree: Tree, pids: Map<string, number>) {
    this.#tree = tree
    this.#pids = pids
  }

  static async start(command: readonly [string, ...string[]], count: number): Promise<RealTree> {
    const pids = new Map<string, number>()
    const children = Array.from({ length: count }, (_, index) => worker(`c${index}`, { command }))
    const spec = supervisor('s', { intensity: 1_000_000, children })
    const onEvent = (event: SupervisionEvent): void => {
      if (event.type === 'child.spawned') pids.set(event.path, event.pid)
    }
    return new RealTree(await start(spec, { onEvent }), pids)
  }

  /** Kills all; done when each of them runs again. */
  async bringBack(): Promise<void> {
    const killed = [...this.#pids.values()]
    const back = this.#events('child.started', killed.length)
    for (const pid of killed) process.kill(pid, 'SIGKILL')
    await back
  }

  /** Kills one; done when another has its place. */
  async replaceOne(): Promise<void> {
    const spawned = this.#events('child.spawned', 1)
    const [pid] = this.#pids.values()
    process.kill(pid as number, 'SIGKILL')
    await spawned
  }

  stop(): Promise<void> {
    return this.#tree.stop()
  }

  #events(type: SupervisionEvent['type'], count: number): Promise<void> {
    return new Promise((resolve) => {
      let left = count
      const stopListening = this.#tree.on('event', (event) => {
        if (event.type !== type || --left > 0) return
        stopListening()
        resolve()
      })
    })
  }
}
