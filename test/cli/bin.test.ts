import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const packageFolder = dirname(fileURLToPath(import.meta.resolve('otp-sup/package.json')))

// A copy of the bin beside no dist: what a fresh clone looks like before its first build.
const unbuilt = mkdtempSync(join(tmpdir(), 'otp-sup-bin-'))
mkdirSync(join(unbuilt, 'bin'))
cpSync(join(packageFolder, 'bin/otp-sup.js'), join(unbuilt, 'bin/otp-sup.js'))
writeFileSync(join(unbuilt, 'package.json'), '{ "type": "module" }')
afterAll(() => rmSync(unbuilt, { recursive: true }))

const runOn = (version: string) => {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`
  const bin = join(unbuilt, 'bin/otp-sup.js')
  const argv = ['--import', `data:text/javascript,${encodeURIComponent(versions)}`, bin, 'version']
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

it.each(['18.0.0', '20.20.2', '22.22.1', '23.11.0', '24.14.1', '25.9.0'])(
  'Node %s is too old, or of an odd line: one line says what is needed, exit 1',
  (version) => {
    const { status, stdout, stderr } = runOn(version)
    expect(stderr).toMatch(new RegExp(`^otp-sup: cannot run on Node.js ${version}: it needs 22.22.2, 24.15 or 26.*\n$`))
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  },
)

it.each(['22.22.2', '22.23.0', '24.15.0', '24.21.0', '26.0.0', '28.1.0'])(
  'on Node %s a checkout that is not built says how to build it, in one line, exit 1',
  (version) => {
    const { status, stdout, stderr } = runOn(version)
    expect(stderr).toMatch(/^otp-sup: cannot run: .*dist\/main\.js does not exist yet\. Build it first: .*\n$/)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  },
)
