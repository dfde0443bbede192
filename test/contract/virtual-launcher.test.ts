import { type LeafPlan, virtualClock, virtualLauncher } from '@otp-sup/core/testing'
import { leafOrder } from '../support/leaf-order.ts'
import type { Program } from '../support/real-launcher.ts'
import { type Behaviour, type LauncherSide, launcherContract } from './launcher-contract.ts'

const PATH = 'shop/leaf'
const A_WHILE_MS = 10_000

type Means = { readonly plan: LeafPlan; readonly ready?: Program['ready'] }

const means: Record<Exclude<Behaviour, 'cannotStart'>, Means> = {
  obeys: { plan: { startTakesMs: 10 } },
  ignoresStop: { plan: { ignoresStop: true } },
  crashes: { plan: {} },
  failsToStart: { plan: { failStarts: 1, startTakesMs: 10 } },
  neverReady: { plan: { startTakesMs: 10 * A_WHILE_MS } },
  oneShot: { plan: { startTakesMs: 10 }, ready: { kind: 'exit' } },
}

function virtualSide(): LauncherSide {
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  return {
    launch: (behaviour, report) => {
      if (behaviour === 'cannotStart') throw new Error('There are no means for this.')
      const { plan, ready } = means[behaviour]
      launcher.plan(PATH, plan)
      const leaf = launcher.launch(leafOrder(PATH, ready ? { ready } : {}), report)
      if (behaviour === 'crashes') clock.startTimer(1, () => launcher.exit(PATH, { kind: 'exit', code: 3 }))
      return leaf
    },
    until: async (what, isSo) => {
      while (!isSo()) if (!clock.fireNext()) throw new Error(`Nothing is going to happen, but not yet: ${what}.`)
    },
    quiet: async () => clock.advanceTo(clock.nowMs() + A_WHILE_MS),
    close: async () => {},
  }
}

launcherContract('the virtual launcher', virtualSide, { cannotStart: 'a simulation has no commands to miss' })
