// A tree in virtual time, one child of which fails over and over: after the lives it is given, or before it is ready.
import { type SupervisionEvent, type SupervisorSpec, start } from '@otp-sup/core'
import { seededRandom, virtualClock, virtualLauncher } from '@otp-sup/core/testing'

/** How the child fails. */
export type Failing = {
  readonly path: string
  /** How long each of its lives lasts, in milliseconds; it dies no more when they are used up. */
  readonly lives: readonly number[]
  /** After the first life it never gets ready again. */
  readonly hangs?: boolean
  readonly seed?: number
}

/** So long is watched, in milliseconds of virtual time. */
const WATCHED_MS = 100_000_000

/** Whether the root gave up, and at what time. */
export async function runFailing(
  tree: SupervisorSpec,
  { path, lives, hangs = false, seed = 1 }: Failing,
): Promise<{ readonly gaveUp: boolean; readonly atMs: number; readonly events: readonly SupervisionEvent[] }> {
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const events: SupervisionEvent[] = []
  let life = 0
  const onEvent = (event: SupervisionEvent): void => {
    events.push(event)
    const lifeMs = lives[life]
    if (event.type !== 'child.started' || event.path !== path || lifeMs === undefined) return
    life += 1
    if (hangs) launcher.plan(path, { startTakesMs: WATCHED_MS })
    clock.startTimer(lifeMs, () => launcher.exit(path, { kind: 'exit', code: 1 }))
  }
  const running = await start(tree, { onEvent, ports: { clock, launcher, random: seededRandom(seed) } })
  let isOver = false
  void running.done.then(() => {
    isOver = true
  })
  const hasGivenUp = (): boolean =>
    events.some((event) => event.type === 'supervisor.gave_up' && !event.path.includes('/'))
  for (let instants = 0; instants < 400 && !hasGivenUp() && clock.fireNext(); instants++);
  const gaveUp = hasGivenUp()
  const atMs = clock.nowMs()
  if (!isOver) {
    const stopped = running.stop()
    clock.advanceTo(clock.nowMs() + WATCHED_MS)
    await stopped
  }
  return { gaveUp, atMs, events }
}
