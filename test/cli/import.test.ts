// import, and the commands that take another tool's file as it is.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, otpSup, otpSupResult } from './otp-sup.ts'

const files = {
  Procfile: 'web: node web.js\nworker: node worker.js --queue "a b"\n',
  'services.yaml':
    'services:\n  - { name: api, executable: sh, dependencies: [db] }\n  - { name: db, executable: sh }\n',
  'loop.yaml': 'services:\n  - { name: a, executable: sh, dependencies: [a] }\n',
  'tree.yaml': 'id: shop\nchildren: []\n',
  'db.service': '[Service]\nExecStart=/bin/db\nRestart=always\n',
  'api.service': '[Unit]\nAfter=db.service\nRequires=db.service\n[Service]\nExecStart=/bin/api\nRestart=on-failure\n',
}
const run = (argv: readonly string[], cwd = folderWith(files)) => otpSupResult(argv, { cwd })

describe('import', () => {
  it('writes a tree.ts that is right, and tells what has become of each part: exit 0', async () => {
    const cwd = folderWith(files)
    const { code, stdout, stderr } = await run(['import', 'Procfile'], cwd)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^.*\/web\n {2}kept: web: node web\.js$/m)
    expect(stdout).toMatch(/\ntree\.ts is written: 2 workers\. Look at it, then: otp-sup check tree\.ts\n$/)
    expect(readFileSync(join(cwd, 'tree.ts'), 'utf8')).toContain(
      "worker('worker', {\n      command: ['node', 'worker.js', '--queue', 'a b'],",
    )
    expect(await run(['check', 'tree.ts'], cwd)).toMatchObject({ code: 0 })
  })

  it('never writes over a file, unless told to: exit 1', async () => {
    const cwd = folderWith({ ...files, 'tree.ts': '// mine' })
    expect(await run(['import', 'Procfile'], cwd)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'otp-sup: The file is there already.\n  where: tree.ts\n  fix: Name another one by --output, or remove it.\n',
    })
    expect(readFileSync(join(cwd, 'tree.ts'), 'utf8')).toBe('// mine')
    expect(await run(['import', 'Procfile', '--force'], cwd)).toMatchObject({ code: 0 })
  })

  it('prints the tree to stdout and the report to stderr with --output -', async () => {
    const { code, stdout, stderr } = await run(['import', 'services.yaml', '-o', '-'])
    expect({ code, starts: stdout.startsWith('// Made of services.yaml') }).toEqual({ code: 0, starts: true })
    expect(stdout.indexOf("worker('db'")).toBeLessThan(stdout.indexOf("worker('api'"))
    expect(stderr).toContain('approximated: dependencies -> strategy.')
  })

  it('makes one tree of several units, in the order that After= asks for', async () => {
    const { stdout } = await run(['import', 'api.service', 'db.service', '-o', '-'])
    expect(stdout).toMatch(/strategy: 'rest_for_one'[^]*worker\('db'[^]*worker\('api'[^]*dependsOn: \['db'\]/)
  })

  it('from another folder keeps what relative paths mean', async () => {
    const cwd = folderWith({})
    mkdirSync(join(cwd, 'app'))
    writeFileSync(join(cwd, 'app/Procfile'), 'web: ./web.sh\n')
    await run(['import', 'app/Procfile'], cwd)
    expect(readFileSync(join(cwd, 'tree.ts'), 'utf8')).toContain("cwd: 'app',")
  })

  it.each([
    [['import', 'tree.yaml'], 'It is a tree already.', 'tree.yaml'],
    [['import', 'loop.yaml'], 'Services depend on each other in a circle: a -> a.', 'loop.yaml:2:46'],
    [['import', 'nothing.yml'], 'There is no such file.', 'nothing.yml'],
    [['import', 'db.service', 'Procfile'], 'Of several files each must be a .service of systemd.', 'Procfile'],
    [['import', 'Procfile', '-o', 'no/such/tree.ts'], 'It cannot be written: ENOENT.', 'no/such/tree.ts'],
  ])('%j says why it cannot: exit 1', async (argv, what, where) => {
    const { code, stdout, stderr } = await run(argv)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`otp-sup: ${what}\n  where: ${where}\n  fix: `)
  })
})

describe('a file of another tool', () => {
  it('is checked and drawn as it is', async () => {
    const { code, stdout } = await run(['tree', 'services.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/├─ db +sh; after nobody\n└─ api +sh; after db\n/)
    expect((await run(['check', 'api.service'])).stderr).toContain('warning')
  })

  it('runs as it is', async () => {
    const script = 'setInterval(() => {}, 1e6); console.log(`port ${process.env.PORT}`)'
    const cwd = folderWith({ Procfile: `web: ${process.execPath} web.js $PORT\n`, 'web.js': script })
    const tree = otpSup(['run', 'Procfile'], { cwd })
    await tree.stdout.found(/web \| port 5000/)
    tree.signal('SIGTERM')
    expect((await tree.exit).code).toBe(0)
  })
})
