// What is said about a tree beyond its errors, and that a tree file can do no harm while it is looked at.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { examineApart } from './examine-apart.ts'
import { examineTree } from './examine-tree.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'otp-sup-examine-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const written = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

/** The command lines of the processes that name a file. */
const commandsNaming = async (file: string): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  // One that has ended meanwhile has none.
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return commands.filter((command) => command.includes(file))
}

const warningsOf = async (tree: object): Promise<readonly string[]> => {
  const examined = await examineTree(await written('tree.json', JSON.stringify(tree)))
  expect(examined).toMatchObject({ ok: true })
  return examined.ok ? examined.warnings.map(({ path, key, message }) => `${path} ${key}: ${message}`) : []
}

describe('warnings', () => {
  const command = [process.execPath]
  const shop = (children: readonly object[], strategy = 'one_for_one') => ({ id: 's', strategy, children })

  it('a tree in order has none', async () => {
    expect(
      await warningsOf(
        shop([
          { id: 'a', command },
          { id: 'b', command: ['sh'] },
        ]),
      ),
    ).toEqual([])
    expect(await warningsOf({ id: 's' })).toEqual([])
  })

  it('programs that are not there, in the PATH of the child', async () => {
    await writeFile(join(folder, 'plain'), 'no program')
    await mkdir(join(folder, 'bin'))
    await writeFile(join(folder, 'bin/tool'), '#!/bin/sh')
    await chmod(join(folder, 'bin/tool'), 0o755)
    await mkdir(join(folder, 'node_modules/.bin'), { recursive: true })
    await symlink('/bin/sh', join(folder, 'node_modules/.bin/local-tool'))
    const children = [
      { id: 'a', command: ['no-such-program'] },
      { id: 'b', command: './plain' },
      { id: 'c', command: ['./bin'] },
      { id: 'd', command: ['tool'], env: { PATH: 'bin' } },
      { id: 'e', command: ['tool'], cwd: 'bin', env: { PATH: '.' } },
      { id: 'f', command: ['sh'], env: { PATH: '/nowhere' } },
      { id: 'g', command: ['sh'], inheritEnv: false },
      { id: 'j', command: ['local-tool'], preferLocal: true },
      { id: 'k', command: ['local-tool'] },
      { id: 'h', command: 'no-such-program | sort', shell: true, stopCommand: ['no-such-stop', 'now'] },
      { id: 'l', command: ['sh'], stopCommand: ['sh', 'stop.sh'] },
      { id: 'pool', strategy: 'simple_one_for_one', template: { id: 'i', command: ['no-such-program'] } },
    ]
    expect(await warningsOf(shop(children))).toEqual([
      's/a command.0: command.0 is "no-such-program", but there is no such program in its PATH.',
      's/b command: command is "./plain", but this user may not execute it.',
      's/c command.0: command.0 is "./bin", but that is no file.',
      's/f command.0: command.0 is "sh", but there is no such program in its PATH.',
      's/k command.0: command.0 is "local-tool", but there is no such program in its PATH.',
      's/h stopCommand.0: stopCommand.0 is "no-such-stop", but there is no such program in its PATH.',
      's/pool/i command.0: command.0 is "no-such-program", but there is no such program in its PATH.',
    ])
  })

  it('folders that are not there', async () => {
    expect(await warningsOf(shop([{ id: 'a', command, cwd: 'nowhere' }]))).toEqual([
      `s/a cwd: cwd is "nowhere", but ${folder}/nowhere does not exist.`,
    ])
  })

  it('F06: env files that cannot be read, and none that can', async () => {
    await writeFile(join(folder, 'good.env'), 'A=1')
    await writeFile(join(folder, 'path.env'), `PATH=${join(folder, 'own-bin')}`)
    await mkdir(join(folder, 'own-bin'))
    await symlink('/bin/sh', join(folder, 'own-bin/own-tool'))
    const children = [
      { id: 'a', command, envFile: 'good.env' },
      { id: 'b', command, envFile: 'gone.env' },
      { id: 'c', command, cwd: '/', envFile: ['good.env', 'gone.env', '.'] },
      { id: 'd', command: ['own-tool'], envFile: ['path.env'] },
      { id: 'pool', strategy: 'simple_one_for_one', template: { id: 'i', command, envFile: '/no/such' } },
    ]
    expect(await warningsOf(shop(children))).toEqual([
      `s/b envFile: envFile is "gone.env", but ${folder}/gone.env does not exist.`,
      `s/c envFile.1: envFile.1 is "gone.env", but ${folder}/gone.env does not exist.`,
      `s/c envFile.2: envFile.2 is ".", but ${folder} is no file.`,
      's/pool/i envFile: envFile is "/no/such", but /no/such does not exist.',
    ])
  })

  it.each(['rest_for_one', 'one_for_all'])('under %s, workers that others count on too early', async (strategy) => {
    const children = [
      { id: 'a', command },
      { id: 'b', command, ready: { tcp: 80 } },
      { id: 'c', command, dependsOn: ['b'], instances: 2 },
      { id: 'd', command, dependsOn: ['c@1'] },
      { id: 'e', command, dependsOn: [] },
    ]
    expect(await warningsOf(shop(children, strategy))).toEqual([
      's/a ready: a has no ready: "b", which depends on it, starts as soon as its process exists.',
      's/c ready: c has no ready: "d", which depends on it, starts as soon as its process exists.',
    ])
  })

  it('a delay that never ends in time', async () => {
    const children = [
      { id: 'a', command, instances: 2, ready: { delay: '30s' } },
      { id: 'b', command, ready: { delay: '29s' } },
      { id: 'c', command, ready: { delay: '1h' }, startTimeout: 'infinity' },
    ]
    expect(await warningsOf(shop(children))).toEqual([
      's/a ready.delay: ready.delay (30s) is not shorter than startTimeout (30s): it can never become ready.',
    ])
  })
})

describe('a tree file in a process of its own', () => {
  const examined = async (name: string, text: string, timeoutMs?: number) => {
    const printed: Buffer[] = []
    const onPrinted = (bytes: Buffer) => void printed.push(bytes)
    const file = await written(name, text)
    const answer = await examineApart(file, timeoutMs === undefined ? { onPrinted } : { onPrinted, timeoutMs })
    return { answer, printed: Buffer.concat(printed).toString() }
  }

  it('is seen as if it were here', async () => {
    const text = "import { supervisor } from 'otp-sup'\nexport default supervisor('shop', { intensity: 7 })"
    expect((await examined('good.ts', text)).answer).toMatchObject({
      ok: true,
      spec: { id: 'shop', flags: { intensity: 7 } },
      warnings: [],
    })
    expect((await examined('bad.yaml', 'id: [')).answer).toMatchObject({ ok: false, unreadable: false })
    expect(await examineApart(join(folder, 'nowhere.ts'))).toMatchObject({ ok: false, unreadable: true })
  }, 30_000)

  it.each([
    ['loops', 'while (true);', 'It was not loaded within 1 s.'],
    ['loops and hears no signals', "process.on('SIGTERM', () => {}); while (true);", 'It was not loaded within 1 s.'],
    ['waits', 'setInterval(() => {}, 1e6); await new Promise(() => {})', 'It was not loaded within 1 s.'],
    ['exits', 'process.exit(3)', 'Its process ended with exit code 3 while it was loaded.'],
    ['exits well', 'process.exit(0)', 'Its process ended with exit code 0 while it was loaded.'],
    [
      'kills itself',
      "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})",
      'Its process ended by SIGKILL while it was loaded.',
    ],
    ['throws', 'throw new Error("boom")', 'It threw Error while it was loaded: boom.'],
    [
      'throws later',
      'setTimeout(() => { throw new Error("boom") }); setInterval(() => {}, 1e6); await new Promise(() => {})',
      'Its process ended with exit code 1 while it was loaded.',
    ],
  ])(
    'one that %s is told',
    async (name, text, message) => {
      // Enough for a process to begin, in all but the cases that never end.
      const timeoutMs = message.includes('within') ? 1000 : 20_000
      const { answer } = await examined(`${name.replaceAll(' ', '-')}.mjs`, text, timeoutMs)
      expect(answer).toMatchObject({ ok: false, unreadable: false, problems: [{ message }] })
    },
    30_000,
  )

  it('may print, and send messages, and keep itself busy', async () => {
    const text =
      "console.log('hello'); console.error('world'); process.send?.('x'); setInterval(() => {}, 1); export default { id: 's' }"
    const { answer, printed } = await examined('prints.mjs', text)
    expect(answer).toMatchObject({ ok: true, spec: { id: 's' } })
    expect(printed).toContain('hello')
    expect(printed).toContain('world')
  }, 30_000)

  it('of what it prints without an end only the beginning is kept', async () => {
    const { answer, printed } = await examined('floods.mjs', "for (;;) process.stdout.write('x'.repeat(65536))", 1500)
    expect(answer.ok).toBe(false)
    expect(printed.length).toBeLessThanOrEqual(64 * 1024)
  }, 30_000)

  it('leaves no process behind', async () => {
    const file = await written('looping.mjs', 'while (true);')
    const examination = examineApart(file, { timeoutMs: 1500 })
    expect(await commandsNaming(file)).toHaveLength(1)
    await examination
    expect(await commandsNaming(file)).toEqual([])
  }, 30_000)
})
