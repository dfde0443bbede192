// Virtual processes on a virtual clock that runs by itself: time passes whenever nothing else is left to do.
import { type Clock, type Launcher, start, type Tree } from '@otp-sup/core'
import { type VirtualLauncher, virtualClock, virtualLauncher } from '@otp-sup/core/testing'
import { expect } from 'vitest'
import { type World, worldOf } from './world.ts'

export function virtualWorld(): World {
  const clock = selfRunning(virtualClock())
  const launcher = virtualLauncher(clock)
  const kill = new AbortController()
  let started: Promise<Tree> | null = null
  return worldOf({
    start: (spec, onEvent) => {
      started = start(spec, { onEvent, kill: kill.signal, ports: { clock, launcher: underOrders(launcher) } })
      return started
    },
    // An attempt takes a moment: a restart that fails for ever must leave room for others.
    failStarts: (path, times) => launcher.plan(path, { failStarts: times, startTakesMs: 1 }),
    exit: (path, how) => {
      launcher.exit(path, typeof how === 'number' ? { kind: 'exit', code: how } : { kind: 'signal', signal: how })
    },
    close: async () => {
      kill.abort()
      const tree = await started?.catch(() => null)
      await tree?.done
      expect(launcher.alive()).toBe(0)
    },
  })
}

const selfRunning = (clock: ReturnType<typeof virtualClock>): Clock => {
  let isRunning = false
  const run = (): void => {
    isRunning = clock.fireNext()
    if (isRunning) setImmediate(run)
  }
  return {
    nowMs: () => clock.nowMs(),
    time: () => clock.time(),
    startTimer: (ms, fire) => {
      if (!isRunning) setImmediate(run)
      isRunning = true
      return clock.startTimer(ms, fire)
    },
  }
}

/** Does what `ON_STOP` says, as the real child does. */
const underOrders = (launcher: VirtualLauncher): Launcher => ({
  launch: (order, report) => {
    const onStop = order.spec.program.env['ON_STOP'] ?? 'obeys'
    launcher.plan(order.path, { ignoresStop: onStop === 'ignores' })
    const launched = launcher.launch(order, report)
    if (onStop === 'obeys' || onStop === 'ignores') return launched
    return { ...launched, stop: () => void launcher.exit(order.path, { kind: 'exit', code: Number(onStop) }) }
  },
})
