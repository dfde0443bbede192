import type { Clock } from './clock.ts'
import type { Ids } from './ids.ts'
import type { Launcher } from './launcher.ts'
import type { Logger } from './logger.ts'
import type { Random } from './random.ts'
import type { Usage } from './usage.ts'

/** What a tree at work needs of the outside world. */
export type TreePorts = {
  readonly launcher: Launcher
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
  /** Null: nothing is measured, and no limit is held. */
  readonly usage: Usage | null
}

/** The outside world, as a tree sees it. Its log is made of its events. */
export type Ports = TreePorts & { readonly logger: Logger }
