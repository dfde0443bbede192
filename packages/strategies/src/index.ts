export { type BadSignificance, badSignificance, isAutoShutdownDue, type SignificantChild } from './auto-shutdown.ts'
export {
  type Dependencies,
  dependsOnAny,
  lastNamed,
  nextToStart,
  nextToStop,
  type Placed,
  type StartProgress,
  stopOrder,
} from './dependency-order.ts'
export { classifyExit, type ExitRules, type ProcessExit } from './exit-reason.ts'
export { type RestartBackoff, restartDelayMs } from './restart-delay.ts'
export { isIntensityExceeded, restartsWithin } from './restart-intensity.ts'
export { restartSet } from './restart-set.ts'
export { isRestarted, isStartedByRound } from './restart-type.ts'
export type { AutoShutdown, ExitClass, RestartType, Strategy } from './vocabulary.ts'
