// Where the output of a child goes, and what becomes of the child when it cannot go there.
import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BenchOptions, leafBench, pidOf } from '../support/leaf-bench.ts'
import type { Program } from '../support/real-launcher.ts'
import { waitUntil } from '../support/wait-until.ts'

type Sink = Program['sinks']['stdout'][number]

let bench: ReturnType<typeof leafBench>
const setUp = (options: BenchOptions): void => {
  beforeEach(() => {
    bench = leafBench(options)
  })
  afterEach(async () => {
    // What nobody could write is tried once more after the end of the children.
    await bench.kill()
    await waitUntil('no sink waits for another try', () => bench.clock.armed() === 0)
    await bench.close()
  })
}

const both = (...sinks: readonly Sink[]): Partial<Program> => ({ sinks: { stdout: sinks, stderr: sinks } })
const file = (name: string): Sink => ({ kind: 'file', file: join(bench.folder, name) })
const openedAs = (path: string): readonly string[] =>
  readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path
    } catch {
      return false
    }
  })

describe.each([
  ['with a console', { captures: true }],
  ['without a console', {}],
])('a file, %s', (_, options) => {
  setUp(options)

  it('gets all that the child wrote, last words too, in folders that are made', async () => {
    for (let times = 1; times <= 20; times += 1) {
      await bench.ended(bench.shell('echo one; echo two >&2; printf x; exit 1', both(file('new/folder/log'))))
      // Two streams have no order: the line of one may come after what the other leaves unfinished.
      const lines = (): readonly string[] => bench.read('new/folder/log').replace(/\n$/, '').split('\n')
      await waitUntil('all is written', () => lines().length === 3 * times)
    }
    // The unfinished line of the one before is marked when another one goes on.
    expect(bench.read('new/folder/log')).toMatch(/^one\ntwo\nx…\n|^two\none\nx…\n|^one\nx…\ntwo\n/)
  })

  it('has every byte, and is appended to', async () => {
    writeFileSync(join(bench.folder, 'copy'), 'before\n')
    writeFileSync(join(bench.folder, 'log'), 'before\n')
    const line = 'head -c 3000000 /dev/urandom | tee -a $DIR/copy; printf "%65535sé" x | tee -a $DIR/copy'
    await bench.ended(bench.shell(line, both(file('log'))))
    await waitUntil('all is written', () => openedAs(join(bench.folder, 'log')).length === 0)
    expect(spawnSync('cmp', ['copy', 'log'], { cwd: bench.folder, encoding: 'utf8' })).toMatchObject({ stdout: '' })
  })
})

describe('one file of several children', () => {
  setUp({})

  it('is opened once, its lines are whole, and it is closed when the last one has ended', async () => {
    const talk = (name: string) =>
      `i=0; while [ $i -lt 300 ]; do printf ${name}${name}; printf '${name}\\n'; i=$((i+1)); done; exec sleep 1000`
    const leaves = ['a', 'b', 'c'].map((name) => bench.shell(talk(name), both(file('log'))))
    const whole = (): readonly string[] => bench.read('log').split('\n').slice(0, -1)
    await waitUntil('all is written', () => whole().length === 900)
    expect(new Set(whole())).toEqual(new Set(['aaa', 'bbb', 'ccc']))
    expect(openedAs(join(bench.folder, 'log'))).toHaveLength(1)
    for (const leaf of leaves) leaf.kill()
    for (const leaf of leaves) await bench.ended(leaf)
    await waitUntil('it is closed', () => openedAs(join(bench.folder, 'log')).length === 0)
  })

  it('that is removed is made again', async () => {
    bench.shell('while :; do echo tick; sleep 0.05; done', both(file('folder/log')))
    await bench.written('folder/log')
    rmSync(join(bench.folder, 'folder'), { recursive: true })
    await bench.written('folder/log')
    expect(bench.troubles).toEqual([])
  })
})

/** Not by a redirection of readlink: the shell makes it before it forks. */
const ENDS = `exec 3> $DIR/ends; for fd in 1 2; do end=$(readlink /proc/$$/fd/$fd); echo $end >&3; done`

describe('other sinks', () => {
  setUp({ captures: true })

  it('null: the stream is /dev/null', async () => {
    await bench.ended(bench.shell(ENDS, both({ kind: 'null' })))
    expect(bench.read('ends')).toBe('/dev/null\n/dev/null\n')
  })

  it('inherit: the stream is our own', async () => {
    await bench.ended(bench.shell(ENDS, both({ kind: 'inherit' })))
    expect(bench.read('ends')).toBe([1, 2].map((own) => `${readlinkSync(`/proc/self/fd/${own}`)}\n`).join(''))
  })

  it('several at once: each has all of it', async () => {
    await bench.ended(bench.shell('echo one', both({ kind: 'console' }, file('log'), file('other'))))
    expect([bench.printed, bench.read('log'), bench.read('other')]).toEqual([['shop/leaf | one\n'], 'one\n', 'one\n'])
  })

  it('each stream has its own', async () => {
    const sinks = { stdout: [file('out')], stderr: [file('err')] }
    await bench.ended(bench.shell('echo one; echo two >&2', { sinks }))
    expect([bench.read('out'), bench.read('err')]).toEqual(['one\n', 'two\n'])
  })

  it('last words are remembered whatever the sink', async () => {
    // The order between streams is the one in which they are read.
    const leaf = bench.shell(
      'seq 100000; while ! [ -s $DIR/go ]; do sleep 0.02; done; echo dying >&2; printf x',
      both(file('log')),
    )
    await waitUntil('all is read', () => bench.lastLines().at(-1) === '100000')
    writeFileSync(join(bench.folder, 'go'), 'go')
    await bench.ended(leaf)
    expect(bench.lastLines()).toHaveLength(10)
    expect(bench.lastLines()).toEqual(expect.arrayContaining(['dying', 'x…', '100000']))
    expect(bench.printed).toEqual([])
  })
})

const TALKS = `i=0; while :; do i=$((i+1)); printf '%d %200s\\n' $i x; [ $((i%100)) -eq 0 ] && echo $i > $DIR/said; done`
const said = (): number => Number(bench.read('said'))

describe('a sink that fails', () => {
  setUp({ captures: true })

  it('harms nobody, and is written again when it works: nothing is lost if that is soon', async () => {
    writeFileSync(join(bench.folder, 'logs'), 'a file where a folder should be')
    const leaf = bench.shell('for i in 1 2 3; do echo $i; done; exec sleep 1000', both(file('logs/log')))
    await waitUntil('it is said', () => bench.troubles.length > 0)
    expect(bench.troubles[0]).toMatch(/^the log file .*\/logs\/log cannot be written \((EEXIST|ENOTDIR)\): it is tried/)
    rmSync(join(bench.folder, 'logs'))
    await waitUntil('it is said that it works again', () => bench.troubles.length > 1)
    expect(bench.read('logs/log')).toBe('1\n2\n3\n')
    expect(bench.troubles.slice(1)).toEqual([expect.stringMatching(/is written again, nothing was dropped/) as string])
    expect(leaf.report.told).toEqual(['ready'])
  })

  it('is tried a last time when its children have ended, and what was lost is said', async () => {
    await bench.ended(bench.shell('echo 1; echo 2', both({ kind: 'file', file: '/dev/full' })))
    await waitUntil('it is given up', () => bench.troubles.length === 2)
    expect(bench.troubles).toEqual([
      expect.stringMatching(/\/dev\/full cannot be written \(ENOSPC\)/) as string,
      expect.stringMatching(/\/dev\/full was not written \(ENOSPC\): 2 lines \(4 bytes\) are lost/) as string,
    ])
  })

  it.each(['that nobody reads', 'whose reader has stopped reading'])('a FIFO %s blocks nobody', async (which) => {
    spawnSync('mkfifo', [join(bench.folder, 'fifo')])
    const reader = which === 'that nobody reads' ? null : openSync(join(bench.folder, 'fifo'), constants.O_RDWR)
    // More than a pipe and all queues hold.
    const flood = bench.shell('head -c 4000000 /dev/zero | tr "\\0" "\\n"; echo up > $DIR/up', both(file('fifo')))
    await bench.written('up')
    await bench.ended(flood)
    await waitUntil('it is given up', () => bench.troubles.length === 2)
    const [failed, lost] = bench.troubles
    expect(failed).toMatch(
      reader === null ? /fifo cannot be written \(ENXIO\)/ : /cannot be written \(it takes nothing\)/,
    )
    const taken = reader === null ? 0 : 65536
    expect(lost).toContain(`${4_000_000 - taken} bytes`)
    if (reader !== null) closeSync(reader)
  })
})

const disk = (): string => join(bench.folder, 'disk')
const isMountable = spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs none $d && umount $d']).status === 0

describe.runIf(isMountable)('a full disk', () => {
  setUp({ captures: true })
  beforeEach(() => {
    mkdirSync(disk())
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1M', 'none', disk()])
  })

  it('does not stop a child; what was dropped is counted in the file and in the log', async () => {
    try {
      writeFileSync(join(disk(), 'ballast'), Buffer.alloc(900_000))
      const leaf = bench.shell(TALKS, both(file('disk/log')))
      await waitUntil('the disk is full', () => bench.troubles.length > 0, 60_000)
      const before = said()
      await waitUntil('more was said than is kept', () => said() > before + 10_000, 60_000)
      expect(leaf.report.told).toEqual(['ready'])
      rmSync(join(disk(), 'ballast'))
      await waitUntil('it is written again', () => bench.troubles.length > 1)
      const lines = (): readonly string[] => bench.read('disk/log').split('\n').slice(0, -1)
      await waitUntil('the child is heard again', () => /^\d+ +x$/.test(lines().at(-1) ?? ''))
      leaf.kill()
      await bench.ended(leaf)
      await waitUntil('it is closed', () => openedAs(join(disk(), 'log')).length === 0)
      const dropped = /: (\d+ lines \(\d+ bytes\) were dropped \(ENOSPC\))$/.exec(bench.troubles[1] ?? '')?.[1] ?? ''
      expect(lines().filter((line) => line === `otp-sup: ${dropped}`)).toHaveLength(1)
      const kept = lines().filter((line) => /^\d+ +x$/.test(line))
      // Nothing is lost without being counted, nothing is counted twice.
      expect(kept.length + Number.parseInt(dropped, 10)).toBe(Number.parseInt(kept.at(-1) ?? '', 10))
    } finally {
      await bench.kill()
      spawnSync('umount', ['-l', disk()])
    }
  }, 150_000)
})

describe('a child whose log does not work', () => {
  setUp({ captures: true })
  it('lives and ends as any other', async () => {
    const leaf = bench.shell('yes', both({ kind: 'file', file: '/dev/full' }))
    await waitUntil('it is said', () => bench.troubles.length > 0)
    process.kill(pidOf(leaf), 'SIGKILL')
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ready', 'ended: signal SIGKILL'])
  })
})
