import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { envFileEnd, readEnvFiles } from './env-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'env-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

const written = (name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

const whyNot = (file: string): string => {
  const read = readEnvFiles([file])
  const end = read.ok ? null : envFileEnd(read)
  return end?.kind === 'spawn_error' ? `${end.errno}: ${end.message}` : ''
}

describe('env files', () => {
  it('have the grammar of node --env-file', () => {
    const text = `
      # a comment
      PLAIN=a b # another
      export EXPORTED=1
      QUOTED="# no comment"
      LINES="a
b"
      RAW='$PLAIN \\n'
      EMPTY=
    `
    expect(readEnvFiles([written('grammar', text)])).toEqual({
      ok: true,
      env: { PLAIN: 'a b', EXPORTED: '1', QUOTED: '# no comment', LINES: 'a\nb', RAW: '$PLAIN \\n', EMPTY: '' },
    })
  })

  it('of several, the later one has the last word', () => {
    const files = [written('a', 'A=1\nB=1\n'), written('b', 'B=2\nC=2\n')]
    expect(readEnvFiles(files)).toEqual({ ok: true, env: { A: '1', B: '2', C: '2' } })
  })

  it('may begin with a byte order mark, and end their lines as Windows does', () => {
    expect(readEnvFiles([written('bom', '\uFEFFA=1\r\nB=2\r\n')])).toEqual({ ok: true, env: { A: '1', B: '2' } })
  })

  it.each([
    [
      'that is missing',
      () => join(folder, 'gone'),
      /^ENOENT: its envFile ".*\/gone" does not exist\. Make the file, or/,
    ],
    ['below a file', () => join(written('f', ''), 'gone'), /^ENOTDIR: .* does not exist\./],
    ['that is a folder', () => folder, /^EISDIR: its envFile ".*" is no file\./],
    ['that holds a NUL', () => written('nul', 'SECRET=a\0b'), /^EINVAL: its envFile ".*\/nul" holds a NUL character/],
  ])('one %s is told by its name, and never by what is in it', (_, file, message) => {
    expect(whyNot(file())).toMatch(message)
    expect(whyNot(file())).not.toContain('SECRET')
  })

  it('one that is a pipe is refused: nobody would wait for its writer', () => {
    const fifo = join(folder, 'fifo')
    spawnSync('mkfifo', [fifo])
    expect(whyNot(fifo)).toMatch(/is no file/)
  })
})
