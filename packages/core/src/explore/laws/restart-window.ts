import type { Law } from '../law.ts'

/** OTP's arithmetic: restarts within the period, edges included, and never more of them than the intensity. */
export function restartWindow(): Law {
  const times = new Map<string, readonly number[]>()
  return {
    name: 'no more restarts than the intensity within the period',
    see(event) {
      if (event.type === 'supervisor.starting') times.set(event.path, [])
      if (event.type !== 'supervisor.restarting' && event.type !== 'supervisor.gave_up') return null
      const { path, at, restarts, intensity, periodMs } = event
      const within = [...(times.get(path) ?? []), at].filter((time) => time >= at - periodMs)
      times.set(path, within)
      const isTooMany = intensity !== 'infinity' && within.length > intensity
      if (restarts !== within.length)
        return `${event.type} at ${path} counts ${restarts} restarts, there were ${within.length}`
      if (isTooMany !== (event.type === 'supervisor.gave_up'))
        return `${event.type} at ${path} at restart ${restarts} of ${intensity}`
      return null
    },
  }
}
