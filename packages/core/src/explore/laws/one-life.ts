import type { Law } from '../law.ts'
import { isStart } from '../world.ts'

/** Never two processes of one child, and its starts are numbered from 1 without gaps. */
export function oneLife(): Law {
  const starts = new Map<string, number>()
  return {
    name: 'a child never lives twice',
    see(event) {
      if (!isStart(event)) return null
      const { path, incarnation } = event
      const before = starts.get(path) ?? 0
      starts.set(path, incarnation)
      return incarnation === before + 1 ? null : `start ${incarnation} of ${path} follows start ${before}`
    },
    atRest({ launcher }) {
      const [path] = launcher.twins
      return path === undefined ? null : `${path} was launched while it lived`
    },
  }
}
