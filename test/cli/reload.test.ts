// A running tree takes another file: by SIGHUP where there is no terminal, and by --watch.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAlive } from '../support/processes.ts'
import { folderWith, node, otpSup, otpSupResult, STAYS } from './otp-sup.ts'

const worker = (id: string, command: readonly string[] = STAYS, options: object = {}) => ({ id, command, ...options })
const shop = (...children: readonly object[]) => ({ id: 'shop', children })

const run = (files: Readonly<Record<string, unknown>>, ...argv: readonly string[]) => {
  const [file = ''] = Object.keys(files)
  const folder = folderWith(files)
  const running = otpSup(['run', file, ...argv], { cwd: folder })
  return {
    ...running,
    write: (name: string, content: unknown) =>
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content)),
    folder,
    /** The process that a child has had last. */
    pidOf: (id: string) =>
      Number(
        [...running.stderr.text().matchAll(new RegExp(`shop/${id} \\(\\d+\\) spawned: pid (\\d+)`, 'g'))].at(-1)?.[1],
      ),
  }
}
const STARTED = /tree shop started/

describe('SIGHUP without a terminal', () => {
  it('takes what changed in the file, and leaves the rest alone', async () => {
    const tree = run({ 'tree.json': shop(worker('db'), worker('api')) })
    await tree.stderr.found(STARTED)
    const [db, api] = [tree.pidOf('db'), tree.pidOf('api')]
    tree.write('tree.json', shop(worker('db'), worker('api', STAYS, { env: { PORT: '1' } }), worker('mailer')))
    tree.signal('SIGHUP')
    await tree.stderr.found(/shop reloaded: shop\/api restarted \(env\); shop\/mailer added/)
    expect([isAlive(db), isAlive(api)]).toEqual([true, false])
    expect(tree.pidOf('db')).toBe(db)
  })

  it('a broken file changes nothing, and the log says where it is broken', async () => {
    const tree = run({ 'tree.json': shop(worker('db')) })
    await tree.stderr.found(STARTED)
    tree.write('tree.json', '{\n  "id": "shop",\n  "children": [,]\n}')
    tree.signal('SIGHUP')
    await tree.stderr.found(/error shop not reloaded, all stays as it is: tree\.json:3:16/)
    expect(isAlive(tree.pidOf('db'))).toBe(true)
    tree.write('tree.json', shop(worker('db'), worker('api')))
    tree.signal('SIGHUP')
    await tree.stderr.found(/shop reloaded: shop\/api added/)
  })

  it('an env file or a folder that is missing changes nothing', async () => {
    const tree = run({ 'tree.json': shop(worker('db')) })
    await tree.stderr.found(STARTED)
    tree.write('tree.json', shop(worker('db', STAYS, { envFile: '.nope' })))
    tree.signal('SIGHUP')
    await tree.stderr.found(/not reloaded, all stays as it is: tree\.json:\d+:\d+ shop\/db envFile: .*nope/)
    expect(isAlive(tree.pidOf('db'))).toBe(true)
  })

  it('a tree file that ends its process, or loops, harms nobody: a stop comes through meanwhile', async () => {
    const tree = run({ 'tree.mjs': `export default ${JSON.stringify(shop(worker('db')))}` })
    await tree.stderr.found(STARTED)
    tree.write('tree.mjs', 'process.exit(0)')
    tree.signal('SIGHUP')
    await tree.stderr.found(/not reloaded.*Its process ended with exit code 0 while it was loaded/)
    tree.write('tree.mjs', `console.error('looping'); for (;;);`)
    tree.signal('SIGHUP')
    await tree.stderr.found(/looping/)
    tree.signal('SIGTERM')
    expect((await tree.exit).code).toBe(0)
  })

  it('a child that does not come up: all is as before', async () => {
    const tree = run({ 'tree.json': shop(worker('db')) })
    await tree.stderr.found(STARTED)
    tree.write('tree.json', shop(worker('db', node('process.exit(7)'), { ready: { delay: '1h' } })))
    tree.signal('SIGHUP')
    await tree.stderr.found(/not reloaded, all is as before: shop\/db did not come up, it exited with code 7/)
    await tree.stderr.found(/shop\/db \(3\) started/)
    expect(isAlive(tree.pidOf('db'))).toBe(true)
  })
})

describe('run --watch', () => {
  it('reloads when the content of the file is another, also when an editor puts a new file in its place', async () => {
    const tree = run({ 'tree.json': shop(worker('db')) }, '--watch')
    await tree.stderr.found(STARTED)
    tree.write('new', shop(worker('db'), worker('api')))
    renameSync(join(tree.folder, 'new'), join(tree.folder, 'tree.json'))
    await tree.stderr.found(/shop reloaded: shop\/api added/)
    // Touched, not changed: the next change is the next reload.
    tree.write('tree.json', readFileSync(join(tree.folder, 'tree.json'), 'utf8'))
    tree.write('other.txt', 'nothing of the tree')
    tree.write('tree.json', shop(worker('db')))
    await tree.stderr.found(/shop reloaded: shop\/api removed/)
    expect(tree.stderr.text().match(/the tree file has changed/g)).toHaveLength(2)
  })

  it('follows what a program imports, also when that is broken for a while', async () => {
    const files = {
      'tree.ts': `import { port } from './port.ts'\nexport default { id: 'shop', children: [{ id: 'api', command: ${JSON.stringify(STAYS)}, env: { PORT: port } }] }`,
      'port.ts': `export const port: string = '1'`,
    }
    const tree = run(files, '--watch')
    await tree.stderr.found(STARTED)
    tree.write('port.ts', `export const port: string = '2`)
    await tree.stderr.found(/not reloaded, all stays as it is: port\.ts:1/)
    const api = tree.pidOf('api')
    expect(isAlive(api)).toBe(true)
    tree.write('port.ts', `export const port: string = '2'`)
    await tree.stderr.found(/shop reloaded: shop\/api restarted \(env\)/)
    expect(tree.pidOf('api')).not.toBe(api)
  })
})

describe('otp-sup reload and diff', () => {
  const changed = shop(worker('db', STAYS, { shutdown: '1s' }), worker('api'))

  it('diff tells what a reload would change, and reload changes it', async () => {
    const tree = run({ 'tree.json': shop(worker('db'), worker('old')) })
    await tree.stderr.found(STARTED)
    tree.write('tree.json', changed)
    const ask = (...argv: readonly string[]) => otpSupResult(argv, { cwd: tree.folder })
    const lines = ['- shop/old  removed', '~ shop/db   in place: shutdown', '+ shop/api  added']
    for (const plan of [await ask('diff'), await ask('reload', '--plan')]) {
      expect(plan.code).toBe(0)
      expect(plan.stdout.split('\n').slice(1, -1)).toEqual([...lines, 'Nothing was changed.'])
    }
    const reloaded = await ask('reload', 'tree.json')
    expect(reloaded.stdout.split('\n').slice(1, -1)).toEqual(lines)
    expect((await ask('diff')).stdout).toContain('nothing is different')
    expect(JSON.parse((await ask('diff', '--json')).stdout)).toEqual({ ok: true, value: [] })
  })

  it('a file that is wrong is refused with its place: exit 2; a child that does not come up: exit 1', async () => {
    const tree = run({ 'tree.json': shop(worker('db')) })
    await tree.stderr.found(STARTED)
    const ask = (...argv: readonly string[]) => otpSupResult(argv, { cwd: tree.folder })
    tree.write('tree.json', '{ "id": "shop", "children": [{ "id": "db", "comand": [] }] }')
    const wrong = await ask('reload')
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/tree\.json:1:\d+ \(shop\/db: comand\)/)])
    tree.write('tree.json', shop(worker('db', ['no-such-program'])))
    const failed = await ask('reload')
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('shop/db did not come up')])
    expect(isAlive(tree.pidOf('db'))).toBe(true)
  })
})
