import { join } from 'node:path'
import { expect, it } from 'vitest'
import { otpSupResult } from '../cli/otp-sup.ts'
import { maskedOutput } from '../support/masked-output.ts'
import { runExample } from '../support/run-example.ts'

const folder = join(import.meta.dirname, '../../examples/11-config-formats')
const specOf = async (file: string): Promise<unknown> => {
  const { stdout } = await otpSupResult(['tree', '--format', 'json', join(folder, file)], { env: { GREET: 'reader' } })
  // What is shown of a command is as it is written: ${GREET:-world}, or what TypeScript made of it.
  return JSON.parse(stdout.replaceAll('${GREET:-world}', 'reader'))
}

it.each(['tree.ts', 'tree.json', 'tree.toml', 'tree.ini'])(
  '11-config-formats: %s is the tree of tree.yaml',
  async (file) => {
    expect(await specOf(file)).toEqual(await specOf('tree.yaml'))
  },
)

it('11-config-formats: a tree in YAML runs as one in TypeScript does', { timeout: 60_000 }, async () => {
  const run = runExample('11-config-formats/tree.yaml', { GREET: 'reader' })
  await run.waitFor('child.started', 'shop/jobs/mailer', 2)
  await run.waitForText(/web \| still here[^]*mailer \| oh no[^]*mailer \| dear reader/)
  await run.stop('SIGINT')
  await expect(maskedOutput(run)).toMatchFileSnapshot('../../examples/11-config-formats/expected.txt')
})

it('11-config-formats: a list of services runs, the one that is depended on first', { timeout: 60_000 }, async () => {
  const run = runExample('11-config-formats/services.yaml')
  const [db, api] = [
    await run.waitFor('child.started', '11-config-formats/db'),
    await run.waitFor('child.started', '11-config-formats/api'),
  ]
  expect(db.seq).toBeLessThan(api.seq)
  await run.waitForText(/api \| asking db/)
  await run.stop('SIGINT')
})
