import type { SupervisionEvent } from '@otp-sup/core'
import type { StoppingChild } from '../render/waiting.ts'

/** Follows the events of a tree: who was asked to stop, and how long each may still take. */
export const stoppingChildren = () => {
  const deadlines = new Map<string, number | null | 'killed'>()
  return {
    tell: (event: SupervisionEvent, nowMs: number): void => {
      if (event.type === 'child.stopping')
        deadlines.set(event.path, event.timeoutMs === null ? null : nowMs + event.timeoutMs)
      else if (event.type === 'child.killing' && event.why !== 'start_timeout') deadlines.set(event.path, 'killed')
      else if (event.type === 'child.exited' || event.type === 'child.start_failed') deadlines.delete(event.path)
    },
    list: (nowMs: number): readonly StoppingChild[] =>
      Array.from(deadlines, ([path, deadline]) => ({
        path,
        leftMs: typeof deadline === 'number' ? deadline - nowMs : deadline,
      })),
  }
}
