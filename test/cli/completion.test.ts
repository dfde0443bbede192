// What shells complete, and what doctor finds.
import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bin, folderWith, otpSup, otpSupResult, STAYS } from './otp-sup.ts'

const TREE = {
  id: 'shop',
  children: [
    { id: 'db', command: STAYS },
    { id: 'web', instances: 2, command: STAYS },
  ],
}

const running = async (id = 'shop') => {
  const cwd = folderWith({ 'tree.json': { ...TREE, id } })
  const run = otpSup(['run', 'tree.json'], { cwd })
  await run.stderr.found(/tree \w+ started/)
  const complete = async (...words: readonly string[]) =>
    (await otpSupResult(['complete', '--', ...words], { cwd })).stdout.split('\n').slice(0, -1)
  return { cwd, run, complete }
}

describe('completion', () => {
  it('knows commands, options, values and the paths of the tree that runs', async () => {
    const { complete } = await running()
    expect(await complete('sta')).toEqual(['status', 'start'])
    expect(await complete('restart', 'shop/w')).toEqual(['shop/web@1', 'shop/web@2'])
    expect(await complete('stop', 'a')).toEqual(['all'])
    expect(await complete('stop', '--w')).toEqual(['--with-dependents'])
    expect(await complete('wait', 'x', '--for', '')).toEqual(['ready', 'healthy', 'down'])
    expect(await complete('status', '--name', '')).toEqual(['shop'])
    expect(await complete('completion', 'z')).toEqual(['zsh'])
    expect(await complete('run', '')).toEqual([])
  })

  it('without a running tree has no paths, and complains of nothing', async () => {
    const { code, stdout, stderr } = await otpSupResult(['complete', '--', 'restart', ''], { cwd: folderWith({}) })
    expect([code, stdout, stderr]).toEqual([0, '', ''])
  })

  it('bash completes an id with @, at which it breaks words', async () => {
    const { cwd } = await running()
    const script = (await otpSupResult(['completion', 'bash'])).stdout
    const line = 'otp-sup restart shop/web@'
    const ask = `otp-sup() { "${process.execPath}" "${bin}" "$@"; }
${script}
COMP_LINE='${line}' COMP_POINT=${line.length}; _otp_sup; echo "\${COMPREPLY[@]}"`
    expect(spawnSync('bash', ['-c', ask], { cwd, encoding: 'utf8' }).stdout).toBe('1 2\n')
  })

  it.each(['bash', 'zsh', 'fish'])('the script for %s is one that it can read', async (shell) => {
    const { stdout, code } = await otpSupResult(['completion', shell])
    expect([code, stdout]).toEqual([0, expect.stringContaining('otp-sup complete --')])
    const file = join(folderWith({ script: stdout }), 'script')
    const { error, status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' })
    // Not every machine has every shell.
    if (error === undefined) expect([status, stderr]).toEqual([0, ''])
  })
})

describe('doctor', () => {
  it('tells what is there, and which trees run', async () => {
    const { cwd } = await running()
    const { code, stdout } = await otpSupResult(['doctor'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ok +lock +flock/m)
    expect(stdout).toContain(`shop (${join(cwd, 'tree.json')}), pid`)
  })

  it('tells of a tree that does not answer, and nobody takes another for it', async () => {
    const stopped = await running()
    await running('other')
    stopped.run.signal('SIGSTOP')
    const { stdout } = await otpSupResult(['doctor'])
    const asked = await otpSupResult(['status'], { cwd: folderWith({}) })
    stopped.run.signal('SIGCONT')
    expect(stdout).toContain(`shop (${join(stopped.cwd, 'tree.json')}), pid ${stopped.run.pid}, does not answer`)
    expect(stdout).toMatch(/^ {2}other \(.*\), pid \d+$/m)
    expect([asked.code, asked.stderr]).toEqual([1, expect.stringContaining('does not answer within 2 s')])
  })

  it('says what is missing, and how to get it: exit 1', async () => {
    const { code, stdout } = await otpSupResult(['doctor'], { env: { PATH: '/nowhere' } })
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/MISSING +lock +neither flock nor perl\n +install util-linux/),
    ])
  })

  it('finds a flock that knows no --version, as that of busybox', async () => {
    const folder = folderWith({ flock: '#!/bin/sh\necho "unrecognized option" >&2; exit 1\n' })
    chmodSync(join(folder, 'flock'), 0o755)
    const { stdout } = await otpSupResult(['doctor'], { env: { PATH: folder } })
    expect(stdout).toMatch(/^ok +lock +flock$/m)
  })

  it('--json has the findings for programs', async () => {
    const { findings } = JSON.parse((await otpSupResult(['doctor', '--json'])).stdout) as {
      findings: readonly { what: string }[]
    }
    expect(findings.map(({ what }) => what)).toContain('cgroup v2')
  })
})

describe('what a command loads', () => {
  /** File names of all modules that were loaded. */
  const loaded = (argv: readonly string[], cwd: string): string => {
    const hook = `import { registerHooks } from 'node:module'; import { appendFileSync } from 'node:fs'
registerHooks({ load(url, context, next) { appendFileSync('loaded', url + '\\n'); return next(url, context) } })`
    const folder = folderWith({ 'hook.mjs': hook, loaded: '' })
    spawnSync(process.execPath, ['--import', join(folder, 'hook.mjs'), bin, ...argv], {
      cwd: folder,
      env: { ...process.env, OTP_SUP_NAME: cwd },
    })
    return spawnSync('cat', [join(folder, 'loaded')], { encoding: 'utf8' }).stdout
  }

  it.each([
    ['--help', ['--help']],
    ['status', ['status']],
    ['version', ['version']],
  ])('%s: neither winston nor xstate nor hono nor the schema', async (_name, argv) => {
    await running()
    const modules = loaded(argv, 'shop')
    expect(modules).toContain('commander')
    expect(modules).not.toMatch(/winston|xstate|valibot|hono|cross-spawn|nanoid/)
  })
})
