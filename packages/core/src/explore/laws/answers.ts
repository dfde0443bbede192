import type { Law } from '../law.ts'

/** Each call gets one answer. */
export function answers(): Law {
  const open = new Set<number>()
  return {
    name: 'each call is answered once',
    see(event) {
      if (event.type === 'call.received') open.add(event.seq)
      if (event.type !== 'call.answered') return null
      return open.delete(event.cause ?? 0) ? null : `${event.call} ${event.path} is answered again`
    },
    atRest({ tree }) {
      return tree.isOver && open.size > 0 ? 'the tree is down, and a call has no answer' : null
    },
  }
}
