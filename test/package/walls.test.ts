// The walls of architecture.md section 3 are lint rules. A rule whose glob matches nothing guards nothing, so each
// wall is hit here once, in a folder that mirrors the packages.
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../..', import.meta.url))

type Finding = { readonly filename: string; readonly code: string }

const lint = (folder: string, ...paths: readonly string[]): readonly Finding[] => {
  const argv = ['--format=json', ...paths]
  const { stdout } = spawnSync(join(repository, 'node_modules/.bin/oxlint'), argv, { cwd: folder, encoding: 'utf8' })
  const report: { diagnostics: Finding[] } = JSON.parse(stdout)
  return report.diagnostics
}

const wallsHit = (findings: readonly Finding[]) =>
  findings
    .filter(({ code }) => /no-restricted-|no-console|no-process-exit|no-default-export/.test(code))
    .map(({ filename, code }) => `${filename}: ${code}`)

const core = 'packages/core/src'

const forbidden: readonly (readonly [folder: string, line: string])[] = [
  ['packages/strategies/src', `import 'valibot'`],
  ['packages/strategies/src', `import '@otp-sup/core'`],
  ['packages/strategies/src', `export const at = Date.now()`],
  ['packages/strategies/src', `export const chance = Math.random()`],
  ['packages/strategies/src', `setTimeout(() => {}, 1)`],
  ['packages/strategies/src', `export const { pid } = process`],
  [`${core}/spec`, `import 'xstate'`],
  [`${core}/spec`, `import '../decide/x.ts'`],
  [`${core}/spec`, `import 'node:fs'`],
  [`${core}/spec`, `export const at = new Date()`],
  [`${core}/spec/inner`, `import '../../decide/x.ts'`],
  [`${core}/spec/inner`, `import 'xstate'`],
  [`${core}/lint`, `import '../decide/x.ts'`],
  [`${core}/lint`, `import '../simulate/x.ts'`],
  [`${core}/lint`, `export const at = Date.now()`],
  [`${core}/lint/rules`, `import '../../log/x.ts'`],
  [`${core}/lint/rules`, `import 'valibot'`],
  [`${core}/decide`, `import 'xstate'`],
  [`${core}/decide`, `import type { Clock } from '../ports/clock.ts'`],
  [`${core}/decide`, `import '../adapters/x.ts'`],
  [`${core}/decide`, `export * from '../runtime/x.ts'`],
  [`${core}/decide`, `await import('node:fs')`],
  [`${core}/decide`, `export const at = globalThis.Date.now()`],
  [`${core}/decide`, `export const { random } = Math`],
  [`${core}/machines`, `import '../runtime/x.ts'`],
  [`${core}/machines`, `import '../ports/clock.ts'`],
  [`${core}/machines`, `import 'node:timers'`],
  [`${core}/machines`, `setInterval(() => {}, 1)`],
  [`${core}/ports`, `import { strategies } from '@otp-sup/strategies'`],
  [`${core}/ports`, `import type { Snapshot } from 'xstate'`],
  [`${core}/ports`, `import type { Readable } from 'node:stream'`],
  [`${core}/adapters`, `import '../machines/x.ts'`],
  [`${core}/adapters`, `import '../decide/x.ts'`],
  [`${core}/adapters`, `import '../runtime/x.ts'`],
  [`${core}/runtime`, `import '../adapters/x.ts'`],
  [`${core}/runtime`, `import 'node:process'`],
  [`${core}/runtime`, `export const at = performance.now()`],
  [`${core}/log`, `import '../spec/x.ts'`],
  [`${core}/output`, `import '../machines/x.ts'`],
  [`${core}/testing`, `import '../adapters/x.ts'`],
  [`${core}/testing`, `import 'vitest'`],
  [`${core}/testing`, `import 'node:events'`],
  [`${core}/explore`, `import '../adapters/x.ts'`],
  [`${core}/explore`, `import 'node:events'`],
  [`${core}/explore/laws`, `import '../../adapters/x.ts'`],
  [`${core}/simulate`, `import '../adapters/x.ts'`],
  [`${core}/simulate`, `import 'node:events'`],
  [`${core}/explain`, `import '../adapters/x.ts'`],
  [`${core}/explain`, `import '../decide/x.ts'`],
  [`${core}/explain`, `import 'node:events'`],
  [core, `import './adapters/x.ts'`],
  [core, `import 'node:fs'`],
  [core, `console.log('hello')`],
  [core, `process.exit(1)`],
  [core, `export default 1`],
  ['packages/cli/src', `import '@otp-sup/strategies'`],
  ['packages/cli/src', `import '@otp-sup/core/spec'`],
  ['packages/cli/src', `import 'xstate'`],
  ['packages/cli/src/commands', `import 'winston'`],
  ['packages/cli/src/commands', `import 'node:fs'`],
  ['packages/cli/src/tree-files', `import '@otp-sup/strategies'`],
  ['packages/cli/src/tree-files/imports', `import 'node:fs'`],
  ['packages/cli/src/tree-files/imports', `import '../read-bytes.ts'`],
  ['packages/cli/src/render', `import 'node:util'`],
  ['packages/cli/src/render', `import '../io.ts'`],
  ['examples/01-hello', `import '../../packages/core/src/index.ts'`],
  ['test/system', `import '../../packages/core/src/start.ts'`],
  ['test/system', `import '@otp-sup/core/start'`],
]

const allowed: readonly (readonly [folder: string, line: string])[] = [
  ['packages/strategies/src', `import './y.ts'`],
  [`${core}/spec`, `import 'valibot'`],
  [`${core}/spec/inner`, `import '../x.ts'`],
  [`${core}/spec/inner`, `import '../../events.ts'`],
  [`${core}/lint`, `import '@otp-sup/strategies'`],
  [`${core}/lint/rules`, `import '../../spec/child-spec.ts'`],
  [`${core}/lint/rules`, `import '../parts.ts'`],
  [`${core}/decide`, `import '../spec/x.ts'`],
  [`${core}/decide`, `import '@otp-sup/strategies'`],
  [`${core}/machines`, `import 'xstate'`],
  [`${core}/ports`, `import type { LeafSpec } from '../spec/child-spec.ts'`],
  [`${core}/adapters`, `import 'node:child_process'`],
  [`${core}/runtime`, `import '../ports/ports.ts'`],
  [`${core}/explore`, `import '../runtime/x.ts'`],
  [`${core}/explore/laws`, `import '../../decide/x.ts'`],
  [`${core}/simulate`, `import '../runtime/x.ts'`],
  [`${core}/explain`, `import '../simulate/x.ts'`],
  [`${core}/testing`, `import '../ports/clock.ts'`],
  [`${core}/testing`, `import '../explain/x.ts'`],
  [`${core}/control`, `import 'hono'`],
  [`${core}/control`, `import type { ControlledTree } from '../controlled.ts'`],
  ['packages/cli/src/tree-files', `import 'node:fs'`],
  ['packages/cli/src/tree-files/imports', `import '../config/text-tree.ts'`],
  ['packages/cli/src/processes', `import 'node:fs'`],
  ['packages/cli/src/render', `import '@otp-sup/core/client'`],
  ['packages/cli/src/render', `import '@otp-sup/core'`],
  ['test/contract', `import '@otp-sup/core/testing'`],
  ['examples/01-hello', `import 'otp-sup'`],
]

const mirror = mkdtempSync(join(tmpdir(), 'otp-sup-walls-'))
afterAll(() => rmSync(mirror, { recursive: true }))
cpSync(join(repository, '.oxlintrc.json'), join(mirror, '.oxlintrc.json'))

const write = (prefix: string, [folder, line]: readonly [string, string], index: number): string => {
  const file = join(folder, `${prefix}-${index}.ts`)
  mkdirSync(dirname(join(mirror, file)), { recursive: true })
  writeFileSync(join(mirror, file), `${line}\n`)
  return file
}
const forbiddenFiles = forbidden.map((row, index) => write('forbidden', row, index))
const allowedFiles = allowed.map((row, index) => write('allowed', row, index))
const hit = wallsHit(lint(mirror, '.'))

describe('the walls between the rooms', () => {
  it.each(forbidden.map((row, index) => [...row, forbiddenFiles[index]] as const))('%s may not: %s', (_f, _l, file) => {
    expect(hit.filter((line) => line.startsWith(`${file}:`))).not.toEqual([])
  })

  it.each(allowed.map((row, index) => [...row, allowedFiles[index]] as const))('%s may: %s', (_f, _l, file) => {
    expect(hit.filter((line) => line.startsWith(`${file}:`))).toEqual([])
  })

  it('stand in the real sources', () => {
    expect(wallsHit(lint(repository, 'packages', 'test', 'examples'))).toEqual([])
  })
})

const linesOfCode = (file: string): number =>
  readFileSync(join(repository, file), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length

it('no source file has more than 250 lines of code', () => {
  const sources = globSync('packages/*/{src,bin}/**/*.{ts,js}', { cwd: repository })
  expect(sources.length).toBeGreaterThan(10)
  const tooLong = sources.filter((file) => !file.endsWith('.test.ts') && linesOfCode(file) > 250)
  expect(tooLong).toEqual([])
})
