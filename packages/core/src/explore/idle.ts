import type { World } from './world.ts'

/** Whether nobody is waited for: no process is starting or was asked to stop, and no timer is armed. */
export function isIdle({ launcher, clock }: World): boolean {
  const isWaitedFor = launcher.leaves().some(({ isReady, isAsked, isKilled }) => !isReady || isAsked || isKilled)
  return !isWaitedFor && clock.nextMs() === null
}
