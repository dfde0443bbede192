// Looking at output costs time, and there is one thread for all: a child that floods gets a little of each turn of the
// event loop, so that exits, timers and other children are not kept waiting.
import { inPieces } from '../output/in-pieces.ts'
import type { Clock } from '../ports/clock.ts'
import type { Flow } from '../ports/output.ts'

const PIECE_BYTES = 8 * 1024
/** For all floods together, in one turn. */
const TURN_MS = 1

/** Does a little; true when there is more to do. */
type Job = () => boolean

/** Jobs that share what a turn of the event loop has for them. */
export type Turns = (job: Job) => void

/** What a stream must offer; Node's readable streams do. */
export interface ByteStream {
  on(event: 'data', take: (chunk: Uint8Array) => void): unknown
}

/** A stream that is read fairly. */
export interface FairReading {
  /** Its writer has ended: what it left is taken as fast as it comes, until `relax`. */
  hurry(): void
  relax(): void
}

export function sharedTurns(clock: Clock): Turns {
  const jobs: Job[] = []
  let isDue = false
  const work = (): void => {
    const sinceMs = clock.nowMs()
    do {
      const job = jobs.shift()
      // To the end of the line, so that everybody gets on.
      if (job?.()) jobs.push(job)
    } while (jobs.length > 0 && clock.nowMs() - sinceMs < TURN_MS)
    isDue = jobs.length > 0
    if (isDue) setImmediate(work)
  }
  return (job) => {
    jobs.push(job)
    if (!isDue) setImmediate(work)
    isDue = true
  }
}

/** What comes in large chunks is taken piece by piece, when it is the stream's turn; `flow` holds it meanwhile. */
export function readFairly(
  source: ByteStream,
  flow: Flow,
  turns: Turns,
  take: (piece: Uint8Array) => void,
): FairReading {
  let left: Uint8Array[] = []
  let isHurried = false
  const takeOne: Job = () => {
    const piece = left.shift()
    if (piece) take(piece)
    if (left.length > 0) return true
    flow.resume()
    return false
  }
  source.on('data', (chunk) => {
    const isWaiting = left.length > 0
    if (!isWaiting && (isHurried || chunk.length <= PIECE_BYTES)) return take(chunk)
    left.push(...inPieces(chunk, PIECE_BYTES))
    if (isWaiting) return
    flow.pause()
    turns(takeOne)
  })
  return {
    hurry: () => {
      isHurried = true
      const all = left
      left = []
      for (const piece of all) take(piece)
      flow.resume()
    },
    relax: () => {
      isHurried = false
    },
  }
}
