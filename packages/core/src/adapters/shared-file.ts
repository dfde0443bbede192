// One file that many children append to. Whatever becomes of it, nobody is blocked, ended or restarted.
import type { Clock } from '../ports/clock.ts'
import type { Flow } from '../ports/output.ts'
import { appendQueue } from './append-queue.ts'
import { type AppendedFile, appendedFile } from './appended-file.ts'
import { errorCode } from './error-code.ts'

const RETRY_MS = 1000
/** A file that takes nothing for so long has failed. */
const PATIENCE_MS = 1000
/** When a FIFO is full. */
const FULL_RETRY_MS = 20
/** The end of a child waits no longer for its last lines to be out. */
const FLUSH_MS = 100

/** What sinks need from outside. */
export type SinkMeans = { readonly clock: Clock; readonly onTrouble: (message: string) => void }

/** It is open while somebody writes, and closed when the last one has left. */
export class SharedFile {
  readonly #path: string
  readonly #means: SinkMeans
  readonly #file: AppendedFile
  readonly #queue = appendQueue()
  /** Those who wait until it has caught up. */
  readonly #held = new Set<Flow>()
  readonly #unflushed = new Set<() => void>()
  #writers = 0
  #busy = false
  /** Why it fails; null when it does not. */
  #trouble: string | null = null
  #stuckSinceMs: number | null = null
  /** Set while it waits for its next try. */
  #waits = false

  constructor(path: string, means: SinkMeans) {
    this.#path = path
    this.#means = means
    this.#file = appendedFile(path, means.clock)
  }

  /** Whether nobody writes, and nothing is left to be written. */
  get isUnused(): boolean {
    return this.#writers === 0 && this.#queue.bytes === 0
  }

  join(): void {
    this.#writers += 1
  }

  leave(): void {
    this.#writers -= 1
    this.#closeUnused()
  }

  /** Appends whole lines, or a piece of one. The writer may be held, for as long as the file is slow but works. */
  append(bytes: Uint8Array, writer: Flow): void {
    const isFailing = this.#trouble !== null
    if (isFailing && this.#queue.isFull) return this.#queue.lose(bytes)
    this.#queue.add(bytes, writer)
    if (!isFailing && this.#queue.isFull) {
      this.#held.add(writer)
      writer.pause()
    }
    this.#work()
  }

  /** Calls back, soon, when what was appended is out or is not going to be for now. */
  flushed(done: () => void): void {
    if (this.#queue.bytes === 0 || this.#trouble !== null) return done()
    const once = (): void => {
      cancel()
      if (this.#unflushed.delete(once)) done()
    }
    const cancel = this.#means.clock.startTimer(FLUSH_MS, once)
    this.#unflushed.add(once)
  }

  #work(): void {
    if (this.#busy || this.#waits || this.#queue.bytes === 0) return
    this.#busy = true
    const cancelPatience = this.#means.clock.startTimer(PATIENCE_MS, () => this.#fail('it takes nothing'))
    const over = (): void => {
      cancelPatience()
      this.#busy = false
    }
    this.#file.write(this.#queue.all()).then(
      (count) => {
        over()
        this.#wrote(count)
      },
      (error: unknown) => {
        over()
        void this.#file.close()
        this.#failAndRetry(errorCode(error) ?? String(error))
      },
    )
  }

  #workIn(ms: number): void {
    this.#waits = true
    this.#means.clock.startTimer(ms, () => {
      this.#waits = false
      this.#work()
    })
  }

  #wrote(count: number): void {
    if (count === 0) return this.#waitForRoom()
    this.#stuckSinceMs = null
    this.#queue.consume(count)
    if (this.#trouble !== null) this.#worksAgain(this.#trouble)
    if (!this.#queue.isFull) this.#release()
    if (this.#queue.bytes > 0) return this.#work()
    this.#answerFlushed()
    this.#closeUnused()
  }

  #waitForRoom(): void {
    const nowMs = this.#means.clock.nowMs()
    this.#stuckSinceMs ??= nowMs
    if (nowMs - this.#stuckSinceMs < PATIENCE_MS) this.#workIn(FULL_RETRY_MS)
    else this.#failAndRetry('it takes nothing')
  }

  #failAndRetry(why: string): void {
    this.#fail(why)
    // Nobody will write any more, and the last try has failed.
    if (this.#writers === 0) this.#giveUp(why)
    else this.#workIn(RETRY_MS)
  }

  #fail(why: string): void {
    if (this.#trouble === null)
      this.#tell(`cannot be written (${why}): it is tried again every second, what finds no room meanwhile is dropped`)
    this.#trouble = why
    this.#release()
    this.#answerFlushed()
  }

  #worksAgain(why: string): void {
    this.#trouble = null
    const { lines, bytes } = this.#queue.takeLost()
    if (bytes === 0) return this.#tell('is written again, nothing was dropped')
    const dropped = `${lines} lines (${bytes} bytes) were dropped (${why})`
    this.#queue.add(Buffer.from(`otp-sup: ${dropped}\n`), this)
    this.#tell(`is written again: ${dropped}`)
  }

  #giveUp(why: string): void {
    this.#queue.loseAll()
    const { lines, bytes } = this.#queue.takeLost()
    this.#trouble = null
    this.#tell(`was not written (${why}): ${lines} lines (${bytes} bytes) are lost`)
    this.#closeUnused()
  }

  #tell(what: string): void {
    this.#means.onTrouble(`the log file ${this.#path} ${what}`)
  }

  #release(): void {
    for (const flow of this.#held) flow.resume()
    this.#held.clear()
  }

  #answerFlushed(): void {
    for (const done of this.#unflushed) done()
  }

  #closeUnused(): void {
    if (this.isUnused && !this.#busy) void this.#file.close()
  }
}
