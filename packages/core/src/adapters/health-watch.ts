// Whether a worker that was ready is well: too many checks in a row that fail, and it is to be ended.
import type { Readable } from 'node:stream'
import type { LaunchReport } from '../ports/launcher.ts'
import type { Health } from '../spec/child-spec.ts'
import { type AskingMeans, askedTry } from './asked.ts'
import type { HealthRounds } from './health-rounds.ts'
import { eachNotice } from './notify-socket.ts'
import type { Outcome, Seen, Try } from './polling.ts'
import type { Watched } from './ready-watch.ts'
import { askedWords, inSeconds } from './ready-words.ts'

/** What checking needs. */
export type HealthMeans = AskingMeans & { readonly rounds: HealthRounds }

/** The worker. `notices`: what it says by systemd's protocol. */
export type Checked = Pick<Watched, 'pid' | 'setting' | 'order'> & { readonly notices: Readable | null }

/** The checks of one incarnation. */
export interface HealthWatch {
  /** It is ready: it is checked from now on. */
  begin(): void
  /** It is checked no longer. */
  end(): void
}

const UNCHECKED: HealthWatch = { begin() {}, end() {} }

/** What the worker says is heard from the spawn on: it may say that it is ready and well in one breath. */
export function healthWatch(
  health: Health | null,
  worker: Checked,
  means: HealthMeans,
  report: Pick<LaunchReport, 'healthy' | 'unhealthy'>,
): HealthWatch {
  if (health === null) return UNCHECKED
  const { probe, everyMs, timeoutMs } = health
  let phase: 'before' | 'checked' | 'over' = 'before'
  let failures = 0
  let wasHealthy = false
  let leave = (): void => {}
  let cancel = (): void => {}
  const end = (): void => {
    phase = 'over'
    leave()
    cancel()
  }
  const passed = (): void => {
    failures = 0
    if (!wasHealthy) report.healthy()
    wasHealthy = true
  }
  const giveUp = (seen: Seen): void => {
    end()
    report.unhealthy({ failures, message: whatFailed(health, seen) })
  }
  const judge = (outcome: Outcome, next: () => void): void => {
    if (outcome === 'ready') passed()
    else failures += 1
    if (outcome === 'ready' || failures < health.failures) next()
    else giveUp(outcome.seen)
  }
  const saysNo = (seen: Seen): void => {
    if (phase !== 'checked') return
    failures += 1
    giveUp(seen)
  }
  const attempt =
    probe.kind === 'watchdog' ? watchdogTry(worker.notices, everyMs, saysNo) : askedTry(probe, worker, means, timeoutMs)
  const begin = (): void => {
    phase = 'checked'
    // A watchdog has all of its time, also at first.
    leave = means.rounds.join({ everyMs, isSpread: probe.kind !== 'watchdog' }, (next) => {
      cancel = attempt((outcome) => judge(outcome, next))
    })
  }
  return { begin, end }
}

/** Well if it has said so since the last time; `saysNo`: it says itself that it is not. */
function watchdogTry(notices: Readable | null, everyMs: number, saysNo: (seen: Seen) => void): Try {
  let hasSaid = false
  if (notices !== null)
    eachNotice(notices, (name, value) => {
      if (name !== 'WATCHDOG') return
      if (value === 'trigger') saysNo('WATCHDOG=trigger')
      hasSaid ||= value === '1'
    })
  return (answer) => {
    const outcome = hasSaid ? 'ready' : { seen: `no WATCHDOG=1 within ${inSeconds(everyMs)}` }
    hasSaid = false
    answer(outcome)
    return () => {}
  }
}

function whatFailed({ probe, timeoutMs }: Health, seen: Seen): string {
  const said = typeof seen === 'function' ? seen() : seen
  if (probe.kind === 'watchdog') return `${said}. If it is well, it needs a longer health.every.`
  const isSlow = said.endsWith(`within ${inSeconds(timeoutMs)}`)
  const fix = isSlow ? 'give a check longer by health.timeout' : `correct health.${probe.kind}`
  return `asked for ${askedWords(probe)}, and saw: ${said}. If it is well, ${fix}.`
}
