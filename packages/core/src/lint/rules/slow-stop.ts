import { durationWords } from '../../spec/duration-words.ts'
import type { Found } from '../lint.ts'
import type { Part } from '../parts.ts'
import { stopTime } from '../stop-time.ts'

/** What systemd waits for, if nobody says otherwise; containers wait less. */
const PATIENCE_MS = 90_000

/**
 * A stop that may take longer than whoever asks for it waits: then the orchestrator is killed, and children live on.
 * `infinity` is written on purpose, and `check` tells it anyway.
 */
export function slowStop({ spec, path, parent }: Part): readonly Found[] {
  if (parent !== null) return []
  const { ms, steps } = stopTime(spec)
  if (ms === 'infinity' || ms <= PATIENCE_MS) return []
  return [
    {
      name: 'slow-stop',
      path,
      key: '',
      message: `A stop may take ${durationWords(ms)}${steps.length === 1 ? '' : ` (${steps.length} one after the other)`}: systemd kills after ${durationWords(PATIENCE_MS)}, unless told.`,
      fix: 'Write a shorter shutdown, or dependsOn, so that they stop side by side; or let systemd wait (TimeoutStopSec).',
      numbers: { stopMs: ms, steps: steps.length },
    },
  ]
}
