// docs/configuration.md: what it shows is what it says.
import { expect, it } from 'vitest'
import { folderWith, otpSupResult } from '../cli/otp-sup.ts'
import { readDocument } from './document.ts'

const text = readDocument('docs/configuration.md')
const blocks = Array.from(text.matchAll(/^```(yaml|json|toml|ini)\n([^]*?)^```$/gm), ([, format = '', code = '']) => ({
  format,
  code,
}))

const specOf = async (format: string, code: string): Promise<unknown> => {
  const cwd = folderWith({ [`tree.${format}`]: code })
  const { stdout, stderr } = await otpSupResult(['tree', '--format', 'json'], { cwd, env: { PORT: '8080' } })
  expect(stderr).toBe('')
  return JSON.parse(stdout.replaceAll(cwd, ''))
}

it('the tree in four spellings is one tree', async () => {
  const [yaml, ...others] = blocks.slice(0, 4)
  expect(blocks.slice(0, 4).map(({ format }) => format)).toEqual(['yaml', 'json', 'toml', 'ini'])
  const tree = await specOf('yaml', yaml?.code ?? '')
  for (const { format, code } of others) expect(await specOf(format, code), format).toEqual(tree)
})

it('the list of services is a tree of which the dependency comes first', async () => {
  expect(await specOf('yaml', blocks[4]?.code ?? '')).toMatchObject({
    tree: { id: 'shop', strategy: 'rest_for_one', intensity: 5, children: [{ id: 'db' }, { id: 'api' }] },
  })
})
