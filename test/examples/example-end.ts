import { expect } from 'vitest'
import { livingMembers } from '../support/processes.ts'
import type { ExampleRun } from '../support/run-example.ts'

/** Waits until a tree has ended by itself, with that exit code; nothing of it may be left. */
export const expectEnd = async (run: ExampleRun, code: number): Promise<void> => {
  expect((await run.exit).code, run.stderr.text()).toBe(code)
  for (const { pid, path } of run.eventsOf('child.spawned')) expect(livingMembers(pid), path).toEqual([])
}
