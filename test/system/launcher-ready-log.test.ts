// `ready: { log }` and `{ delay }`.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leafBench, pidOf } from '../support/leaf-bench.ts'
import type { Program } from '../support/real-launcher.ts'
import { waitUntil } from '../support/wait-until.ts'

type Sink = Program['sinks']['stdout'][number]

let bench: ReturnType<typeof leafBench>
const both = (...sinks: readonly Sink[]) => ({ sinks: { stdout: sinks, stderr: sinks } })
const log = (pattern: string, flags = '') => ({ ready: { kind: 'log', pattern, flags } }) as const

describe.each([
  ['with a console', { captures: true }],
  ['without one', { captures: false }],
])('a child that is ready by its output, %s', (_, options) => {
  beforeEach(() => {
    bench = leafBench(options)
  })
  afterEach(() => bench.close())

  it.each([
    ['a line in two chunks', "printf rea; sleep 0.1; printf 'dy\\n'; exec sleep 1000"],
    ['a line that paused for long', "printf rea; sleep 0.5; printf 'dy\\n'; exec sleep 1000"],
    ['a line of stderr', 'echo starting; echo ready >&2; exec sleep 1000'],
    ['a line in colours', "printf '\\033[1mrea\\033[32mdy\\033[0m\\n'; exec sleep 1000"],
    ['a prompt without a line end', 'printf ready; exec sleep 1000'],
  ])('is ready by %s', async (_what, line) => {
    const leaf = bench.shell(line, log('^ready$'))
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it.each(['console', 'null'] as const)('is ready when it speaks to the sink %s, and may speak on', async (kind) => {
    const leaf = bench.shell('echo ready; seq 100000; echo up > $DIR/up; exec sleep 1000', {
      ...log('ready'),
      ...both({ kind }),
    })
    await bench.ready(leaf)
    await bench.written('up')
    expect(leaf.report.end).toBe(null)
  })

  it('has one outcome when it says so and dies', async () => {
    for (let times = 0; times < 30; times += 1) {
      const leaf = bench.shell('echo ready; exit 7', log('ready'))
      await bench.ended(leaf)
      expect(['ready, ended: exit 7', 'ended: exit 7']).toContain(leaf.report.told.join(', '))
    }
  })

  it('is not ready once it was asked to stop', async () => {
    const leaf = bench.shell(
      'trap "echo ready; exit 0" TERM; echo up > $DIR/up; while :; do sleep 0.02; done',
      log('ready'),
    )
    await bench.written('up')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ended: exit 0'])
  })
})

describe('an endless line', () => {
  beforeEach(() => {
    bench = leafBench()
  })
  afterEach(() => bench.close())

  it('of 1 GiB is no reason to be ready, nor to keep it', async () => {
    const startMiB = process.memoryUsage.rss() / 2 ** 20
    let mostMiB = 0
    const leaf = bench.shell('head -c 1073741824 /dev/zero | tr "\\0" x; echo done > $DIR/done; exec sleep 1000', {
      ...log('ready'),
      ...both({ kind: 'null' }),
    })
    await waitUntil(
      'all is written',
      () => {
        mostMiB = Math.max(mostMiB, process.memoryUsage.rss() / 2 ** 20)
        return bench.read('done') !== ''
      },
      120_000,
    )
    expect(leaf.report.told).toEqual([])
    expect(mostMiB - startMiB).toBeLessThan(200)
  }, 150_000)
})

describe('a child that is ready after a delay', () => {
  beforeEach(() => {
    bench = leafBench()
  })
  afterEach(() => bench.close())
  const delay = (ms: number) => ({ ready: { kind: 'delay', ms } }) as const

  it('is ready then, not before', async () => {
    const sinceMs = performance.now()
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...delay(300) })
    await bench.ready(leaf)
    expect(performance.now() - sinceMs).toBeGreaterThanOrEqual(299)
  })

  it('is not when it has ended before', async () => {
    const leaf = bench.launch({ command: 'true', ...delay(500) })
    await bench.ended(leaf)
    expect([leaf.report.told, bench.clock.armed()]).toEqual([['ended: exit 0'], 0])
  })

  it('is not when it was asked to stop before', async () => {
    const leaf = bench.node('ignores-sigterm', [0], delay(1_000_000))
    leaf.stop()
    expect(bench.clock.armed()).toBe(0)
    process.kill(pidOf(leaf), 'SIGKILL')
    await bench.ended(leaf)
    expect(leaf.report.told).toHaveLength(1)
  })
})
