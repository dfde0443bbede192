import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import type { ControlledTree } from '../controlled.ts'
import type { SupervisionEvent } from '../events.ts'
import type { ShownChild, WaitFor } from './api.ts'
import { waitFor } from './wait.ts'

const RUNS = { path: 's/a', state: 'running', ready: true, pid: 7, incarnation: 2, healthy: false } as ShownChild

/** Waits for a temporary child, which ends and leaves the list. */
const waited = (state: WaitFor): Promise<ShownChild> => {
  const rows = [RUNS]
  let tell: (event: SupervisionEvent) => void = () => {}
  const listen = (listener: typeof tell) => {
    tell = listener
    return () => {}
  }
  const client = new EventEmitter() as ServerResponse
  const tree = { listen } as unknown as ControlledTree
  const answer = waitFor({ tree, look: () => rows[0] }, { path: 's/a', state }, client)
  rows.pop()
  tell({ type: 'child.exited', path: 's/a' } as SupervisionEvent)
  return answer
}

it('a temporary child that has ended, and so left the tree, is down', async () => {
  expect(await waited('down')).toEqual({ ...RUNS, state: 'down', ready: false, pid: null, uptimeMs: null })
})

it('a child that left the tree never gets healthy', async () => {
  await expect(waited('healthy')).rejects.toMatchObject({ code: 'no_such_path' })
})
