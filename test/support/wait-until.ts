import { setTimeout as sleep } from 'node:timers/promises'

/** Waits for a fact; a deadline that passes says which. Generous: the machine may be busy. */
export async function waitUntil(what: string, isSo: () => boolean, deadlineMs = 20_000): Promise<void> {
  const endMs = performance.now() + deadlineMs
  while (!isSo()) {
    if (performance.now() > endMs) throw new Error(`Waited ${deadlineMs} ms in vain until ${what}.`)
    await sleep(5)
  }
}
