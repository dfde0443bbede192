// Runs an example as a reader would, and lets a test wait for its events.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SupervisionEvent } from '@otp-sup/core'
import { expect } from 'vitest'
import { folderWith, otpSup } from '../cli/otp-sup.ts'
import { livingMembers } from './processes.ts'
import { waitUntil } from './wait-until.ts'

type EventType = SupervisionEvent['type']
/** An event of one type. */
export type EventOf<Type extends EventType> = SupervisionEvent & { readonly type: Type }

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
  const said = (): string => `${run.stderr.text()}\n${run.stdout.text()}`

  const waitFor = async <Type extends EventType>(type: Type, path: string, nth = 1): Promise<EventOf<Type>> => {
    const found = (): EventOf<Type> | undefined => eventsOf(type).filter((event) => event.path === path)[nth - 1]
    await waitUntil(`${type} of ${path} came (${nth}), after:\n${said()}`, () => found() !== undefined, DEADLINE_MS)
    return found() as EventOf<Type>
  }

  /** Stops the tree as `kill` does; nothing of it may be left. */
  const stop = async (): Promise<void> => {
    run.signal('SIGTERM')
    expect((await run.exit).code, said()).toBe(0)
    for (const { pid, path } of eventsOf('child.spawned')) expect(livingMembers(pid), path).toEqual([])
  }

  return { ...run, events, eventsOf, waitFor, stop }
}

/** A run of an example. */
export type ExampleRun = ReturnType<typeof runExample>
