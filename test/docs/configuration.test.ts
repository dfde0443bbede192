// docs/configuration.md: what it shows is what it says.
import { expect, it } from 'vitest'
import { folderWith, otpSupResult } from '../cli/otp-sup.ts'
import { readDocument } from './document.ts'

const text = readDocument('docs/configuration.md')
const blocks = Array.from(
  text.matchAll(/^```(ts|yaml|json|toml|ini)\n([^]*?)^```$/gm),
  ([, format = '', code = '']) => ({
    format,
    code,
  }),
)

const specOf = async (format: string, code: string): Promise<unknown> => {
  const cwd = folderWith({ [`tree.${format}`]: code })
  const { stdout, stderr } = await otpSupResult(['tree', '--format', 'json'], { cwd, env: { PORT: '8080' } })
  expect(stderr).toBe('')
  return JSON.parse(stdout.replaceAll(cwd, ''))
}

it('the tree in five spellings is one tree', async () => {
  const [first, ...others] = blocks.slice(0, 5)
  expect(blocks.slice(0, 5).map(({ format }) => format)).toEqual(['ts', 'yaml', 'json', 'toml', 'ini'])
  const tree = await specOf('ts', first?.code ?? '')
  for (const { format, code } of others) expect(await specOf(format, code), format).toEqual(tree)
})

it('the list of services is a tree of which the dependency comes first', async () => {
  expect(await specOf('yaml', blocks[5]?.code ?? '')).toMatchObject({
    tree: { id: 'shop', strategy: 'rest_for_one', intensity: 5, children: [{ id: 'db' }, { id: 'api' }] },
  })
})
