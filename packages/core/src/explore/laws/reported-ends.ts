import type { Law } from '../law.ts'

/** Each end of a process is told by one event, and no process ends without one. */
export function reportedEnds(): Law {
  const told = new Set<string>()
  return {
    name: 'each end of a process is told once',
    see(event, { events }) {
      const isEnd = event.type === 'child.exited' || (event.type === 'child.start_failed' && event.failed === undefined)
      if (!isEnd) return null
      // A nested supervisor that did not boot is told of by the same event, without a process.
      const attempt = `${event.path}#${event.incarnation}`
      if (told.has(attempt)) return `the end of ${attempt} is told again by event ${events.length}`
      told.add(attempt)
      return null
    },
    atRest({ launcher }) {
      const missing = launcher.ended.find((attempt) => !told.has(attempt))
      return missing === undefined ? null : `${missing} has ended, and no event says so`
    },
  }
}
