// Runs an example as a reader would, and lets a test wait for its events.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EventOf, SupervisionEvent } from '@otp-sup/core'
import { expect } from 'vitest'
import { folderWith, otpSup } from '../cli/otp-sup.ts'
import { livingMembers } from './processes.ts'
import { waitUntil } from './wait-until.ts'

type EventType = SupervisionEvent['type']

const DEADLINE_MS = 30_000
const examples = join(import.meta.dirname, '../../examples')

/** Starts `otp-sup run` on a tree of the examples. */
export const runExample = (tree: string, env: Readonly<Record<string, string>> = {}) => {
  const file = join(folderWith({ events: '' }), 'events')
  const run = otpSup(['run', join(examples, tree), '--events', file], { env: { NO_COLOR: '1', ...env } })
  const events = (): readonly SupervisionEvent[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(0, -1) // what comes after the last line end is not a whole event yet
      .map((line) => JSON.parse(line))
  const eventsOf = <Type extends EventType>(type: Type) =>
    events().filter((event): event is EventOf<Type> => event.type === type)

  let isOver = false
  void run.exit.then(() => {
    isOver = true
  })
  const wait = async (what: string, isSo: () => boolean): Promise<void> => {
    await waitUntil(what, () => isSo() || isOver, DEADLINE_MS).catch(() => null)
    if (!isSo()) throw new Error(`In vain: ${what}. The run said:\n${run.stderr.text()}\n${run.stdout.text()}`)
  }
  /** Waits for the n-th event of that type and path. */
  const waitFor = async <Type extends EventType>(type: Type, path: string, nth = 1): Promise<EventOf<Type>> => {
    const found = (): EventOf<Type> | undefined => eventsOf(type).filter((event) => event.path === path)[nth - 1]
    await wait(`${type} of ${path} came (${nth})`, () => found() !== undefined)
    return found() as EventOf<Type>
  }
  /** Waits for what children print. */
  const waitForText = (pattern: RegExp): Promise<void> =>
    wait(`${pattern} was printed`, () => pattern.test(run.stdout.text()))

  /** Stops the tree; nothing of it may be left. */
  const stop = async (signal: 'SIGINT' | 'SIGTERM'): Promise<void> => {
    run.signal(signal)
    expect((await run.exit).code, run.stderr.text()).toBe(0)
    for (const { pid, path } of eventsOf('child.spawned')) expect(livingMembers(pid), path).toEqual([])
  }

  return { ...run, events, eventsOf, waitFor, waitForText, stop }
}

/** A run of an example. */
export type ExampleRun = ReturnType<typeof runExample>
