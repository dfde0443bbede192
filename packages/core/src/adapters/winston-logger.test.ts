import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { SupervisionEvent } from '../events.ts'
import type { LogLine } from '../ports/logger.ts'
import { silentLogger } from './silent-logger.ts'
import { winstonLogger } from './winston-logger.ts'

const event: SupervisionEvent = {
  type: 'tree.started',
  seq: 3,
  time: '2026-11-25T10:20:30.456Z',
  at: 12,
  run: 'r',
  path: 'shop',
  cause: 2,
}
const line: LogLine = { level: 'info', message: 'shop is up', event }

async function written(lines: readonly LogLine[], how: { json: boolean; color: boolean }): Promise<string> {
  const stream = new PassThrough()
  const logger = winstonLogger({ stream, ...how })
  for (const each of lines) logger.write(each)
  await logger.close()
  stream.end()
  return text(stream)
}

describe('the log', () => {
  it('has lines for people', async () => {
    const log = await written([line, { ...line, level: 'error', event: null }], { json: false, color: false })
    expect(log).toMatch(/^\d\d:\d0:30\.456 info shop is up\n\d\d:\d\d:\d\d\.\d{3} error shop is up\n$/)
  })

  it('colours the level and nothing else', async () => {
    const log = await written([line], { json: false, color: true })
    expect(log).toContain('\u001b[')
    expect(stripVTControlCharacters(log)).toMatch(/ info shop is up\n$/)
  })

  it('has JSON lines that carry the event', async () => {
    const log = await written([line], { json: true, color: true })
    expect(JSON.parse(log)).toEqual({ time: event.time, level: 'info', message: 'shop is up', event })
  })

  it('loses no line when it is closed', async () => {
    let lines = 0
    const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
      lines += chunk.toString().split('\n').length - 1
      setImmediate(done)
    }
    const slow = new Writable({ highWaterMark: 1, write })
    const logger = winstonLogger({ stream: slow, json: true, color: false })
    for (let at = 0; at < 500; at += 1) logger.write(line)
    await logger.close()
    expect(lines).toBe(500)
  })

  it('goes off when its stream breaks, and can still be closed', async () => {
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
    const logger = winstonLogger({ stream: broken, json: false, color: false })
    logger.write(line)
    await new Promise(setImmediate)
    logger.write(line)
    await expect(logger.close()).resolves.toBeUndefined()
  })

  it('drops what a reader that has stopped does not take, in bounded memory, and counts it', async () => {
    let isStopped = true
    let [log, go] = ['', (): void => {}]
    const write = (chunk: Buffer, _encoding: string, done: () => void): void => {
      log += chunk.toString()
      if (isStopped) go = done
      else done()
    }
    const stream = new Writable({ write })
    const logger = winstonLogger({ stream, json: false, color: false })
    const long = { ...line, message: 'x'.repeat(10_000) }
    for (let at = 0; at < 500; at += 1) {
      logger.write(long)
      await new Promise(setImmediate)
    }
    expect(stream.writableLength).toBeLessThan(1_100_000)
    isStopped = false
    go()
    await logger.close()
    const kept = log.match(/x{10000}/g)?.length ?? 0
    expect(log).toMatch(new RegExp(` error ${500 - kept} lines of this log were dropped: its reader is too slow\\n$`))
  })

  it('can be silent', () => {
    expect(silentLogger().write(line)).toBeUndefined()
  })
})
