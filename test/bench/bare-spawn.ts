// The same programs by child_process.spawn and nothing else: the measure for what supervision of real processes costs.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export class BareSpawn {
  readonly #command: readonly [string, ...string[]]
  #children: ChildProcess[] = []

  constructor(command: readonly [string, ...string[]]) {
    this.#command = command
  }

  /** Starts `count` processes; done when the last has said that it runs. */
  async start(count: number): Promise<void> {
    this.#children = Array.from({ length: count }, () => this.#spawn())
    await Promise.all(this.#children.map((child) => once(child, 'spawn')))
  }

  /** Kills all, and starts each again when its end is known; done when the last has said that it runs. */
  async bringBack(): Promise<void> {
    const dead = this.#children
    const again = dead.map(async (child) => {
      await once(child, 'exit')
      const next = this.#spawn()
      await once(next, 'spawn')
      return next
    })
    for (const { pid } of dead) process.kill(pid as number, 'SIGKILL')
    this.#children = await Promise.all(again)
  }

  /** Stops one after the other, the last first. */
  async stop(): Promise<void> {
    for (const child of this.#children.toReversed()) {
      const exited = once(child, 'exit')
      child.kill('SIGTERM')
      await exited
    }
    this.#children = []
  }

  /** Kills one process; done when another has its place. */
  async replaceOne(): Promise<void> {
    const child = this.#children.pop() as ChildProcess
    const exited = once(child, 'exit')
    process.kill(child.pid as number, 'SIGKILL')
    await exited
    this.#children.push(this.#spawn())
  }

  #spawn(): ChildProcess {
    const [file, ...args] = this.#command
    return spawn(file, args, { detached: true, stdio: 'ignore' })
  }
}
