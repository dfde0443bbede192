import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { boundedFile } from './bounded-file.ts'

/** A file in a folder of its own that is full at ten bytes. */
const opened = () => {
  const folder = mkdtempSync(join(tmpdir(), 'otp-sup-bounded-'))
  const file = join(folder, 'name', 'log')
  const stream = boundedFile(file, 10)
  onTestFinished(() => {
    stream.destroy()
    rmSync(folder, { recursive: true })
  })
  return { file, stream }
}

const written = (stream: Writable, text: string): Promise<void> =>
  new Promise((resolve, reject) => void stream.write(text, (error) => (error ? reject(error) : resolve())))

describe('the console of a run that nobody sees', () => {
  it('becomes FILE.1 when it is full, and a new file begins', async () => {
    const { file, stream } = opened()
    await written(stream, 'the first')
    await written(stream, 'the second')
    expect([readFileSync(`${file}.1`, 'utf8'), readFileSync(file, 'utf8')]).toEqual(['the first', 'the second'])
  })

  it('begins anew when somebody has removed it, and its folder', async () => {
    const { file, stream } = opened()
    await written(stream, 'the first')
    rmSync(join(file, '..'), { recursive: true })
    await written(stream, 'the second')
    expect(readFileSync(file, 'utf8')).toBe('the second')
  })

  it('goes on in the open file when no other can be made', async () => {
    const { file, stream } = opened()
    await written(stream, 'the first')
    mkdirSync(`${file}.1`)
    writeFileSync(join(`${file}.1`, 'kept'), '')
    await written(stream, 'the second')
    expect(readFileSync(file, 'utf8')).toBe('the firstthe second')
  })
})
