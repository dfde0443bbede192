// Proves that the differential test finds bugs: plants some, one at a time, in a copy of the workspace, and expects real
// Erlang to object within 1,000 cases, and a case of regressions/ as well. It also says whether the laws of the model
// check and the soak are broken. `pnpm planted`; OTP_SEED sets which cases.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const CASES = '1000'
const seed = process.env['OTP_SEED'] ?? '1'
const workspace = fileURLToPath(new URL('../..', import.meta.url))

/** A text of a source file that occurs once, and what stands there instead. */
type Change = readonly [file: string, is: string, becomes: string]

const RESTART = 'packages/core/src/decide/restart.ts'

const bugs: Readonly<Record<string, readonly Change[]>> = {
  'the window lets one restart less through': [
    ['packages/strategies/src/restart-intensity.ts', 'restarts > intensity', 'restarts >= intensity'],
  ],
  'a one_for_all round leaves down what was down': [
    [
      RESTART,
      'restartSet(state.flags.strategy, state.children, failed)\n',
      `restartSet(state.flags.strategy, state.children, failed).filter(
    (child) => state.flags.strategy !== 'one_for_all' || child === failed || child.status.kind !== 'down',
  )\n`,
    ],
  ],
  'a transient child is restarted after an end of class shutdown': [
    ['packages/strategies/src/restart-type.ts', "return exit === 'abnormal'", "return exit !== 'normal'"],
  ],
  'children are stopped in start order': [
    [
      'packages/strategies/src/dependency-order.ts',
      'for (let index = set.until - 1; index >= 0; index--) {',
      'for (let index = 0; index < set.until; index++) {',
    ],
  ],
  'terminateChild of a restarting child leaves its retry': [
    [
      'packages/core/src/decide/on-call.ts',
      '  settleDead(turn, child)\n',
      "  if (child.status.kind !== 'restarting') settleDead(turn, child)\n",
    ],
  ],
  'simple_one_for_one keeps a child that is done': [
    [
      'packages/core/src/decide/halt.ts',
      "child.spec.restart === 'temporary' || turn.state.template !== null",
      "child.spec.restart === 'temporary'",
    ],
  ],
  'a restarting child counts as down for all_significant': [
    [
      'packages/core/src/decide/auto-shutdown.ts',
      "return child.status.kind !== 'down'",
      "return child.status.kind !== 'down' && child.status.kind !== 'restarting'",
    ],
  ],
  'a retry under rest_for_one begins at the first child': [
    [
      RESTART,
      'restartSet(state.flags.strategy, state.children, failed)\n',
      `restartSet(
    state.flags.strategy,
    state.children,
    isRetry && state.flags.strategy === 'rest_for_one' ? (state.children[0] as Child) : failed,
  )\n`,
    ],
  ],
}

/** A copy whose packages and tests find each other; only what is installed is shared. */
function copyOfWorkspace(): string {
  const copy = mkdtempSync(join(tmpdir(), 'otp-sup-planted-'))
  for (const part of ['packages', 'test', 'package.json', 'vitest.config.ts', 'tsconfig.base.json', 'tsconfig.json'])
    cpSync(join(workspace, part), join(copy, part), { recursive: true, verbatimSymlinks: true })
  symlinkSync(join(workspace, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

function plant(copy: string, [file, is, becomes]: Change): void {
  const path = join(copy, file)
  const parts = readFileSync(path, 'utf8').split(is)
  if (parts.length !== 2)
    throw new Error(
      `Cannot plant in ${file}: ${JSON.stringify(is)} occurs ${parts.length - 1} times. Adapt the change.`,
    )
  writeFileSync(path, parts.join(becomes))
}

const JUDGES = ['otp/differential.test.ts', 'otp/regressions.test.ts', 'model/model.test.ts', 'soak/soak.test.ts']

/** What the tests say about a copy. */
function judge(copy: string): string {
  const env = { ...process.env, OTP_CASES: CASES, OTP_SEED: seed, SOAK_SEED: seed, NO_COLOR: '1' }
  const argv = [join(copy, 'node_modules/vitest/vitest.mjs'), 'run', ...JUDGES]
  const { stdout, stderr } = spawnSync(process.execPath, argv, { cwd: copy, encoding: 'utf8', env })
  return stdout + stderr
}

/** Says what is wrong; nothing when the bug was caught. */
function faultWith(changes: readonly Change[]): string {
  const copy = copyOfWorkspace()
  try {
    for (const change of changes) plant(copy, change)
    const output = judge(copy)
    const isGreen = /^\d+ passed, 0 failed/m.test(output)
    if (changes.length === 0) return isGreen ? '' : `the copy fails without any bug:\n${output}`
    const [, caughtAt] = /Case (\d+) of OTP_SEED=/.exec(output) ?? []
    const [, example] = /^case: (.*)$/m.exec(output) ?? []
    const kept = new Set(output.match(/(?<=^failed: test\/otp\/regressions\.test\.ts.* > )[a-z-]+(?=: )/gm))
    const laws = ['model', 'soak'].filter((name) => output.includes(`\nfailed: test/${name}/`))
    console.info(`  caught at case ${caughtAt}: ${example}\n  kept cases that catch it: ${[...kept].join(', ')}`)
    console.info(`  its laws are broken in: ${laws.join(', ') || 'neither model check nor soak'}`)
    return caughtAt === undefined || kept.size === 0 ? `NOT CAUGHT:\n${output}` : ''
  } finally {
    rmSync(copy, { recursive: true })
  }
}

for (const [name, changes] of Object.entries({ 'no bug at all': [], ...bugs })) {
  console.info(`\n${name}`)
  const fault = faultWith(changes)
  if (fault === '') continue
  console.error(fault)
  process.exitCode = 1
}
