// `ready: { http }` and `{ socket }`: an answer makes a child ready when it is as wanted, and the child's own.
import { createServer } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePort, leafBench } from '../support/leaf-bench.ts'
import { openSockets } from '../support/processes.ts'
import type { Program } from '../support/real-launcher.ts'
import { waitUntil } from '../support/wait-until.ts'

type HttpReady = Extract<Program['ready'], { kind: 'http' }>

let bench: ReturnType<typeof leafBench>
let port: number
beforeEach(async () => {
  bench = leafBench({ captures: true })
  port = await freePort()
})
afterEach(() => bench.close())

const http = (path: string, more: Partial<HttpReady> = {}) =>
  ({
    ready: {
      kind: 'http',
      url: `http://127.0.0.1:${port}${path}`,
      status: null,
      header: [],
      body: null,
      insecure: false,
      foreign: false,
      ...more,
    },
  }) as const
const pattern = (text: string) => ({ pattern: text, flags: 'i' })
const served = (path: string, more: Partial<HttpReady> = {}) => bench.node('serves-http', [port], http(path, more))
const requests = () => bench.printed.join('').split('request /').length - 1

describe('a child that is ready by a URL', () => {
  it.each([
    ['204', '/204', {}],
    ['a redirect, which is not followed', '/redirect', {}],
    ['a status that is asked for', '/503', { status: [503] }],
    ['a header that matches', '/', { header: [{ name: 'x-ready', pattern: pattern('^yes') }] }],
    ['a body that matches', '/', { body: pattern('DATABASE: up') }],
    ['the host localhost', '/', { url: 'http://localhost:PORT/' }],
  ])('is ready by %s', async (_what, path, more) => {
    const leaf = served(path, 'url' in more ? { url: more.url.replace('PORT', String(port)) } : more)
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it.each([
    ['503', '/503', {}, 'status 503'],
    ['a status that is not asked for', '/204', { status: [200] }, 'status 204'],
    [
      'without a header',
      '/204',
      { header: [{ name: 'x-ready', pattern: pattern('.') }] },
      'status 204 without the header x-ready',
    ],
    [
      'by another header',
      '/',
      { header: [{ name: 'x-ready', pattern: pattern('^no') }] },
      'status 200 with the header x-ready: "Yes, all"',
    ],
    ['by another body', '/', { body: pattern('^up') }, 'status 200 and "database: up"'],
  ])('is not ready: %s', async (_what, path, more, seen) => {
    const leaf = served(path, more)
    await waitUntil('it was asked often', () => requests() >= 3)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ended: signal SIGTERM'])
    expect(leaf.report.end).toMatchObject({
      unready: expect.stringContaining(`; last seen: ${seen}. Correct ready.http`),
    })
  })

  it('may have any certificate by insecure: true, and only so', async () => {
    const https = (insecure: boolean) => http('/', { url: `https://127.0.0.1:${port}/`, insecure })
    const strict = bench.node('serves-https', [port], https(false))
    const armed = bench.clock.everArmed()
    await waitUntil('it was asked often', () => bench.clock.everArmed() > armed + 40)
    strict.stop()
    await bench.ended(strict)
    expect(strict.report.told).toEqual(['ended: signal SIGTERM'])
    expect(strict.report.end).toMatchObject({ unready: expect.stringContaining('last seen: self-signed certificate') })
    const leaf = bench.node('serves-https', [port], https(true))
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it('is asked again after a try that hung', async () => {
    const leaf = served('/hangs')
    await waitUntil('it was asked twice', () => requests() >= 2)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.end).toMatchObject({ unready: expect.stringContaining('last seen: no answer within 2s') })
  })

  it.runIf(process.platform === 'linux')('is not ready by a stranger, and his name is told', async () => {
    let visits = 0
    const stranger = createServer((_request, response) => {
      visits += 1
      response.end('up')
    })
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve))
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...http('/') })
    await waitUntil('the stranger was asked', () => visits >= 3)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.end).toMatchObject({
      unready: expect.stringMatching(
        new RegExp(`held by another process \\(pid ${process.pid} .+\\), which counts only`),
      ),
    })
    const allowed = bench.launch({ command: 'sleep', args: ['1000'], ...http('/', { foreign: true }) })
    await bench.ready(allowed)
    expect(allowed.report.told).toEqual(['ready'])
    await new Promise((resolve) => stranger.close(resolve))
  })
})

describe('a child that is ready by a Unix socket', () => {
  const socket = (file: string, foreign = false) => ({ ready: { kind: 'socket', file, foreign } }) as const

  it('is ready when it accepts there', async () => {
    const file = join(bench.folder, 'a b.sock')
    const leaf = bench.node('listens-at-socket', [file], socket(file))
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it.runIf(process.platform === 'linux')('is not ready by a stranger, unless foreign is true', async () => {
    const file = join(bench.folder, 'a.sock')
    let visits = 0
    const stranger = createSocketServer((each) => {
      visits += 1
      each.destroy()
    })
    await new Promise<void>((resolve) => stranger.listen(file, resolve))
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...socket(file) })
    await waitUntil('the stranger was asked', () => visits >= 3)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.end).toMatchObject({ unready: expect.stringContaining(`(pid ${process.pid} `) })
    const allowed = bench.launch({ command: 'sleep', args: ['1000'], ...socket(file, true) })
    await bench.ready(allowed)
    await new Promise((resolve) => stranger.close(resolve))
  })

  it('is not ready while there is no such file, and that is told', async () => {
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...socket(join(bench.folder, 'none.sock')) })
    await waitUntil('it was asked', () => bench.clock.everArmed() >= 6)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.end).toMatchObject({ unready: expect.stringContaining('last seen: there is no such file.') })
  })
})

describe('tries', () => {
  it('leave no socket behind', async () => {
    const before = openSockets()
    const leaf = served('/503')
    await waitUntil('it was asked often', () => requests() >= 12)
    leaf.kill()
    await bench.ended(leaf)
    await waitUntil('all sockets are closed', () => openSockets() <= before)
  })
})
