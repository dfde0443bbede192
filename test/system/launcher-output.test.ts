// What children print on their way to us, and what must not depend on it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixture, leafBench, pidOf } from '../support/leaf-bench.ts'
import { leafOrder } from '../support/leaf-order.ts'
import { isAlive } from '../support/processes.ts'
import { realConsole } from '../support/real-console.ts'
import { nodeClock, nodeProbe, processLauncher } from '../support/real-launcher.ts'
import { recordedReport } from '../support/recorded-report.ts'
import { waitUntil } from '../support/wait-until.ts'

describe('the output of a child', () => {
  let bench: ReturnType<typeof leafBench>
  beforeEach(() => {
    bench = leafBench({ captures: true })
  })
  afterEach(() => bench.close())

  it('arrives before the news of its end, last words included', async () => {
    for (let times = 0; times < 30; times += 1) {
      bench.printed.length = 0
      const leaf = bench.shell('echo one; echo two >&2; printf x; exit 1')
      await bench.ended(leaf)
      expect(bench.printed.join('').split('\n').toSorted().slice(1)).toEqual([
        'shop/leaf | one',
        'shop/leaf | two',
        'shop/leaf | x…',
      ])
    }
  })

  it.runIf(process.platform === 'linux')('may be written by way of /dev/stdout and /dev/stderr', async () => {
    await bench.ended(bench.shell('echo one > /dev/stdout; echo two > /dev/stderr'))
    expect(bench.printed.toSorted()).toEqual(['shop/leaf | one\n', 'shop/leaf | two\n'])
  })

  it('held open by an orphan does not delay the end, and the orphan is still heard', async () => {
    const leaf = bench.shell(
      `setsid sh -c 'echo $$ > $DIR/orphan; while ! [ -s $DIR/go ]; do sleep 0.02; done; echo still here; sleep 1000' &
       while ! [ -s $DIR/orphan ]; do sleep 0.02; done; exit 5`,
    )
    const orphan = Number(await bench.written('orphan'))
    try {
      await bench.ended(leaf)
      expect([leaf.report.told.at(-1), isAlive(orphan)]).toEqual(['ended: exit 5', true])
      await bench.ended(bench.shell('echo go > $DIR/go'))
      await waitUntil('the orphan is heard', () => bench.printed.includes('shop/leaf | still here\n'))
    } finally {
      process.kill(-orphan, 'SIGKILL')
    }
  })

  it('may be closed by a child that lives on', async () => {
    const leaf = bench.shell('echo bye; exec >&- 2>&-; echo up > $DIR/up; exec sleep 1000')
    await bench.written('up')
    await waitUntil('its last line is there', () => bench.printed.length > 0)
    expect([leaf.report.end, isAlive(pidOf(leaf))]).toEqual([null, true])
  })
})

describe('a child that floods a slow console', () => {
  it('is slowed down; memory stays bounded and no line is lost', async () => {
    const MIB = 32
    let drain = (): void => {}
    const seen = { lines: 0, fullWrites: 0, rssMiB: 0 }
    const slow = {
      on: (event: string, listener: () => void) => {
        if (event === 'drain') drain = listener
      },
      write: (text: string) => {
        seen.lines += text.split('\n').length - 1
        seen.fullWrites += 1
        seen.rssMiB = Math.max(seen.rssMiB, process.memoryUsage.rss() / 2 ** 20)
        setTimeout(() => drain(), 2)
        return false
      },
    }
    const clock = nodeClock()
    const output = realConsole(slow)
    const report = recordedReport()
    const startMiB = process.memoryUsage.rss() / 2 ** 20
    const program = { command: process.execPath, args: [fixture('floods-stdout'), String(MIB)] }
    processLauncher({ probe: nodeProbe(), output, clock }).launch(leafOrder('shop/flood', program), report)
    await waitUntil('all lines have come', () => seen.lines >= (MIB * 2 ** 20) / 100, 60_000)
    await waitUntil('the leaf has ended', () => report.end !== null)
    expect(report.told.at(-1)).toBe('ended: exit 0')
    expect(seen.rssMiB - startMiB).toBeLessThan(200)
  }, 90_000)
})
