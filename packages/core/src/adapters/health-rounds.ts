// When workers are checked: each again and again at its own time, a thousand of them spread over their interval, and all
// by one timer.
import type { Clock } from '../ports/clock.ts'

/** What is to be done at its times. `next` asks for the next time: never are two of one worker under way. */
export type Check = (next: () => void) => void

/** How often; `isSpread`: the first time may come sooner, so that workers which start together are not checked together. */
export type Rhythm = { readonly everyMs: number; readonly isSpread: boolean }

/** The checks of all workers of a launcher. */
export interface HealthRounds {
  /** Begins; the answer ends it. */
  join(rhythm: Rhythm, check: Check): () => void
}

type Round = { dueMs: number; readonly everyMs: number; readonly check: Check; isOver: boolean }

/** Whoever is so late has been held up by us: its turn is left out, or all would be checked at once. */
const STALL_MS = 1000
/** Multiples of it, without their whole part, are spread evenly however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

export function healthRounds(clock: Clock): HealthRounds {
  /** By the time when they are due. */
  const waiting: Round[] = []
  let joined = 0
  let disarm = (): void => {}
  const arm = (): void => {
    disarm()
    const [first] = waiting
    if (first !== undefined) disarm = clock.startTimer(Math.max(0, first.dueMs - clock.nowMs()), turn)
  }
  const turn = (): void => {
    const nowMs = clock.nowMs()
    while (waiting[0] !== undefined && waiting[0].dueMs <= nowMs) {
      const round = waiting.shift() as Round
      if (nowMs - round.dueMs >= STALL_MS) wait(round)
      else round.check(() => wait(round))
    }
    arm()
  }
  const wait = (round: Round): void => {
    if (round.isOver) return
    const missed = Math.floor((clock.nowMs() - round.dueMs) / round.everyMs)
    round.dueMs += round.everyMs * (1 + Math.max(0, missed))
    insert(waiting, round)
    if (waiting[0] === round) arm()
  }
  return {
    join({ everyMs, isSpread }, check) {
      joined += 1
      const share = isSpread ? 1 - ((joined * GOLDEN) % 1) : 1
      const round: Round = { dueMs: clock.nowMs() + everyMs * share, everyMs, check, isOver: false }
      insert(waiting, round)
      arm()
      return () => {
        round.isOver = true
        const index = waiting.indexOf(round)
        if (index === -1) return
        waiting.splice(index, 1)
        arm()
      }
    },
  }
}

function insert(waiting: Round[], round: Round): void {
  const after = waiting.findLastIndex(({ dueMs }) => dueMs <= round.dueMs)
  waiting.splice(after + 1, 0, round)
}
