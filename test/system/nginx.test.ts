// A server that opens /dev/stdout and /dev/stderr by name, as many do in containers.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort, leafBench } from '../support/leaf-bench.ts'
import { waitUntil } from '../support/wait-until.ts'

// Debian's is not in every user's PATH.
const PATH = `${process.env['PATH']}:/usr/sbin`
const hasNginx = spawnSync('nginx', ['-v'], { env: { PATH } }).status === 0

describe.runIf(hasNginx)('nginx', () => {
  let bench: ReturnType<typeof leafBench>
  beforeEach(() => {
    bench = leafBench({ captures: true })
  })
  afterEach(() => bench.close())

  const config = (port: number): string => {
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${bench.folder}/${name};`)
      .join(' ')
    return `daemon off; pid ${bench.folder}/pid; error_log /dev/stderr notice;
      events { worker_connections 16; }
      http { access_log /dev/stdout; ${temporary}
        server { listen 127.0.0.1:${port}; location / { return 200 "hello"; } } }`
  }

  it('logs to /dev/stdout and /dev/stderr, is ready by its port, and stops', async () => {
    const port = await freePort()
    const file = join(bench.folder, 'nginx.conf')
    writeFileSync(file, config(port))
    const leaf = bench.launch({
      command: 'nginx',
      args: ['-c', file],
      env: { PATH },
      ready: { kind: 'tcp', host: null, port, foreign: false },
    })
    await bench.ready(leaf)
    const page = await fetch(`http://127.0.0.1:${port}/found`)
    expect(await page.text()).toBe('hello')
    await waitUntil('the request is logged', () => bench.printed.some((text) => /GET \/found/.test(text)))
    expect(bench.printed.join('')).toMatch(/^shop\/leaf \| .*start worker process/m)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ready', 'ended: exit 0'])
  })
})
