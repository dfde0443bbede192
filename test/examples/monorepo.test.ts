import { readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freePorts } from '../support/free-ports.ts'
import { runExample } from '../support/run-example.ts'

const PATH_OF_THE_SYSTEM = '/usr/bin:/bin'

it('14-monorepo: tools of the repository run without being in PATH', { timeout: 60_000 }, async () => {
  const [port] = await freePorts()
  const run = runExample('14-monorepo/tree.ts', { API_PORT: String(port), PATH: PATH_OF_THE_SYSTEM })
  await run.waitFor('tree.started', 'dev')
  const answer = await fetch(`http://127.0.0.1:${port}/Ada`, { signal: AbortSignal.timeout(10_000) })
  expect(await answer.text()).toBe('hello Ada')
  await run.waitForText(/dev\/types \| .*Found 0 errors\. Watching for file changes\./)

  const { pid } = await run.waitFor('child.spawned', 'dev/api')
  const local = join(import.meta.dirname, '../../node_modules/.bin/node')
  expect(readlinkSync(`/proc/${pid}/exe`)).toBe(realpathSync(local))
  await run.stop('SIGINT')
})
