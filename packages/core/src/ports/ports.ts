import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import type { Launcher } from './launcher.ts'
import type { Logger } from './logger.ts'
import type { Random } from './random.ts'

/** The outside world, as a tree sees it. */
export type Ports = {
  readonly launcher: Launcher
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
  readonly logger: Logger
}
