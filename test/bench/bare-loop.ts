// What a hand-written supervisor would do for one_for_one and one_for_all, and no more: rows, a window, five events a
// restart, as long as ours. No phases, no timers, no specs, no processes. The measure for what the rest costs.

type Row = { readonly id: string; incarnation: number; pid: number; isUp: boolean }

const REMEMBERED = 4096

export class BareLoop {
  readonly #rows: readonly Row[]
  readonly #ring: object[] = []
  readonly #restartsMs: number[] = []
  #seq = 0
  #nextPid = 1

  constructor(ids: readonly string[]) {
    this.#rows = ids.map((id) => ({ id, incarnation: 0, pid: 0, isUp: false }))
    for (const row of this.#rows) this.#start(row)
  }

  /** Every child crashes once. */
  storm(): void {
    for (const row of this.#rows) {
      this.#stop(row)
      this.#count(row)
      this.#start(row)
    }
  }

  /** All stop in reverse order, all start in order. */
  round(): void {
    this.stop()
    for (const row of this.#rows) this.#start(row)
  }

  /** All stop in reverse order. */
  stop(): void {
    for (const row of this.#rows.toReversed()) this.#stop(row)
  }

  #start(row: Row): void {
    row.incarnation += 1
    row.pid = this.#nextPid++
    this.#tell('starting', row)
    this.#tell('spawned', row)
    row.isUp = true
    this.#tell('started', row)
  }

  #stop(row: Row): void {
    row.isUp = false
    this.#tell('exited', row)
  }

  #count(row: Row): void {
    this.#restartsMs.push(this.#seq)
    if (this.#restartsMs.length > 20_000) this.#restartsMs.splice(0, 10_000)
    this.#tell('restarting', row)
  }

  #tell(type: string, { id, incarnation, pid }: Row): void {
    const cause = this.#seq
    const seq = ++this.#seq
    const header = { seq, time: new Date(seq).toISOString(), at: seq, run: 'bare', type, path: `s/${id}`, cause }
    this.#ring[seq % REMEMBERED] = { ...header, incarnation, pid }
  }
}
