// What every launcher promises, real or virtual. It keeps the virtual one honest: tests and simulations rely on it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LaunchedProcess, LaunchReport } from '../support/real-launcher.ts'
import { type RecordedReport, recordedReport } from '../support/recorded-report.ts'

/** What the leaf does. Each launcher brings it about by its own means; the stop signal is SIGTERM. */
export type Behaviour =
  /** Becomes ready, and stops when asked. */
  | 'obeys'
  /** Becomes ready, and goes on when asked to stop. */
  | 'ignoresStop'
  /** Becomes ready, then exits with code 3. */
  | 'crashes'
  /** Exits with code 1 before it is ready. */
  | 'failsToStart'
  /** Lives, is not ready, and stops when asked. */
  | 'neverReady'
  /** A one-shot that runs for a moment and exits with code 0. */
  | 'oneShot'
  /** Its command does not exist. */
  | 'cannotStart'

/** One launcher and its world, for one test. */
export interface LauncherSide {
  launch(behaviour: Behaviour, report: LaunchReport): LaunchedProcess
  /** Lets time pass until it is so; rejects when that takes too long. */
  until(what: string, isSo: () => boolean): Promise<void>
  /** Lets time pass in which nothing more should happen. */
  quiet(): Promise<void>
  /** Leaves nothing behind. */
  close(): Promise<void>
}

/** Runs the suite; `lacks` names behaviours that this launcher has no means for, each with the reason. */
export function launcherContract(
  name: string,
  makeSide: () => LauncherSide,
  lacks: Partial<Record<Behaviour, string>> = {},
): void {
  describe(`${name}: a leaf`, () => {
    let side: LauncherSide
    let report: RecordedReport
    beforeEach(() => {
      side = makeSide()
      report = recordedReport()
    })
    afterEach(() => side.close())

    const launch = (behaviour: Behaviour) => side.launch(behaviour, report)
    const ready = () => side.until('it is ready', () => report.told.includes('ready'))
    const ended = () => side.until('it has ended', () => report.end !== null)

    it.skipIf(lacks.obeys)('that obeys is ready once, and ends once, by its stop signal', async () => {
      const leaf = launch('obeys')
      await ready()
      leaf.stop()
      await ended()
      await side.quiet()
      expect(report.told).toEqual(['ready', 'ended: signal SIGTERM'])
    })

    it.skipIf(lacks.obeys)('that obeys has a process id of its own', async () => {
      const pids = [launch('obeys').pid, launch('obeys').pid]
      expect(pids.every((pid) => pid !== null && pid > 0)).toBe(true)
      expect(new Set(pids).size).toBe(2)
      await ready()
    })

    it.skipIf(lacks.obeys)('that obeys ends by SIGKILL when it is killed, asked or not', async () => {
      const leaf = launch('obeys')
      await ready()
      leaf.kill()
      await ended()
      expect(report.told).toEqual(['ready', 'ended: signal SIGKILL'])
    })

    it.skipIf(lacks.obeys)('that obeys takes no notice of calls after its end', async () => {
      const leaf = launch('obeys')
      await ready()
      leaf.kill()
      await ended()
      leaf.stop()
      leaf.kill()
      await side.quiet()
      expect(report.told).toEqual(['ready', 'ended: signal SIGKILL'])
    })

    it.skipIf(lacks.ignoresStop)('that ignores its stop signal goes on until it is killed', async () => {
      const leaf = launch('ignoresStop')
      await ready()
      leaf.stop()
      await side.quiet()
      expect(report.told).toEqual(['ready'])
      leaf.kill()
      await ended()
      await side.quiet()
      expect(report.told).toEqual(['ready', 'ended: signal SIGKILL'])
    })

    it.skipIf(lacks.ignoresStop)(
      'that ignores its stop signal ends once when it is asked and killed over and over',
      async () => {
        const leaf = launch('ignoresStop')
        await ready()
        for (let times = 0; times < 3; times += 1) {
          leaf.stop()
          leaf.kill()
        }
        await ended()
        await side.quiet()
        expect(report.told).toEqual(['ready', 'ended: signal SIGKILL'])
      },
    )

    it.skipIf(lacks.crashes)('that crashes is ready, then ends with its own code', async () => {
      launch('crashes')
      await ended()
      await side.quiet()
      expect(report.told).toEqual(['ready', 'ended: exit 3'])
    })

    it.skipIf(lacks.failsToStart)('that fails to start ends with its code and is never ready', async () => {
      launch('failsToStart')
      await ended()
      await side.quiet()
      expect(report.told).toEqual(['ended: exit 1'])
    })

    it.skipIf(lacks.neverReady)('that never gets ready ends by its stop signal without having been ready', async () => {
      const leaf = launch('neverReady')
      await side.quiet()
      expect(report.told).toEqual([])
      leaf.stop()
      await ended()
      await side.quiet()
      expect(report.told).toEqual(['ended: signal SIGTERM'])
    })

    it.skipIf(lacks.oneShot)('that is a one-shot ends with 0; the launcher never calls it ready', async () => {
      launch('oneShot')
      await ended()
      await side.quiet()
      expect(report.told).toEqual(['ended: exit 0'])
    })

    it.skipIf(lacks.cannotStart)(
      'that cannot start has no process id and ends with the error of the system',
      async () => {
        const leaf = launch('cannotStart')
        expect(leaf.pid).toBe(null)
        leaf.stop()
        leaf.kill()
        await ended()
        await side.quiet()
        expect(report.told).toEqual(['ended: spawn_error ENOENT'])
      },
    )
  })
}
