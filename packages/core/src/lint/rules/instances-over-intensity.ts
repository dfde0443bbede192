import { isIntensityExceeded } from '@otp-sup/strategies'
import { durationWords } from '../../spec/duration-words.ts'
import { isOneShot } from '../../spec/one-shot.ts'
import type { Found } from '../lint.ts'
import { type Part, restartedIn } from '../parts.ts'

/** More copies than restarts: what ends all of them at once ends their supervisor. */
export function instancesOverIntensity(part: Part): readonly Found[] {
  const { id, flags } = part.spec
  const { strategy, intensity, periodMs } = flags
  // Under one_for_all those that are found dead cost no restart.
  if (strategy === 'one_for_all' || intensity === 'infinity') return []
  return restartedIn(part).flatMap((member) => {
    const { length: copies } = member.copies
    if (copies === 1 || isOneShot(member.spec) || !isIntensityExceeded(copies, intensity)) return []
    return [
      {
        name: 'instances-over-intensity',
        path: member.path,
        key: 'instances',
        message: `There are ${copies} copies, but ${id} bears ${intensity} restarts in ${durationWords(periodMs)}: what ends all copies at once makes it give up.`,
        fix: `Write intensity: ${copies} in ${id}, or more.`,
        numbers: { copies, intensity, periodMs },
      },
    ]
  })
}
