// `ready: { exec }` and `{ notify }`: a program, or the child itself, says that it is ready.
import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leafBench, pidOf } from '../support/leaf-bench.ts'
import { isAlive, processesWith } from '../support/processes.ts'
import type { Program } from '../support/real-launcher.ts'
import { waitUntil } from '../support/wait-until.ts'

let bench: ReturnType<typeof leafBench>
beforeEach(() => {
  bench = leafBench({ captures: true })
})
afterEach(() => bench.close())

describe('a child that is ready by a program', () => {
  const exec = (line: string, timeoutMs = 2000) =>
    ({
      command: 'sleep',
      args: ['1000'],
      env: { DIR: bench.folder },
      ready: { kind: 'exec', command: ['/bin/sh', '-c', line], timeoutMs },
    }) satisfies Partial<Program>
  const lines = (name: string) => bench.read(name).trim().split('\n').filter(Boolean)

  it('is ready by exit code 0, in its own folder and environment', async () => {
    const leaf = bench.launch({ ...exec('echo "$OTP_SUP_PATH $PWD" > $DIR/probe'), cwd: bench.folder })
    await bench.ready(leaf)
    expect(bench.read('probe')).toBe(`shop/leaf ${bench.folder}\n`)
  })

  it('is asked again until then', async () => {
    const leaf = bench.launch(exec('echo try >> $DIR/tries; test $(wc -l < $DIR/tries) -ge 3'))
    await bench.ready(leaf)
    expect(lines('tries')).toEqual(['try', 'try', 'try'])
  })

  it('is asked by one run at a time, which ends with all that it started', async () => {
    const line =
      'echo $$ >> $DIR/runs; mkdir $DIR/lock || echo two >> $DIR/two; trap "" TERM; sleep 1000 & echo $! >> $DIR/runs; wait'
    const leaf = bench.launch(exec(`rmdir $DIR/lock; ${line}`, 300))
    await waitUntil('it ran three times', () => lines('runs').length >= 6)
    const [first = '', ofFirst = ''] = lines('runs')
    expect([isAlive(Number(first)), isAlive(Number(ofFirst))]).toEqual([false, false])
    leaf.stop()
    await bench.ended(leaf)
    expect(bench.read('two')).toBe('')
    expect(leaf.report.end).toMatchObject({ unready: expect.stringContaining('last seen: no end within 300ms.') })
    await waitUntil('the last run is gone', () => lines('runs').every((pid) => !isAlive(Number(pid))))
  })

  it.each([
    ['exits with another code', ['/bin/sh', '-c', 'exit 3'], 'exit code 3'],
    ['dies by a signal', ['/bin/sh', '-c', 'kill -KILL $$'], 'ended by SIGKILL'],
    ['does not exist', ['no-such-probe'], 'there is no command "no-such-probe" in its PATH'],
  ] as const)('is not ready by one that %s, and that is told', async (_what, command, seen) => {
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], ready: { kind: 'exec', command, timeoutMs: 2000 } })
    const armed = bench.clock.everArmed()
    await waitUntil('it ran', () => bench.clock.everArmed() >= armed + 6)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.end).toMatchObject({
      unready: expect.stringContaining(`exit code 0 of ${command[0]}; last seen: ${seen}`),
    })
  })

  it('has no run left when it dies', async () => {
    const leaf = bench.launch(exec('echo $$ > $DIR/run; exec sleep 1000', 60_000))
    const run = Number(await bench.written('run'))
    process.kill(pidOf(leaf), 'SIGKILL')
    await bench.ended(leaf)
    await waitUntil('the run is gone', () => !isAlive(run))
  })
})

describe('a child that says it by a descriptor', () => {
  const fd = { ready: { kind: 'notify', by: 'fd' } } as const
  const stays = 'exec sleep 1000'

  it.each([
    ['a newline', `echo >&$OTP_SUP_NOTIFY_FD; ${stays}`],
    ['a newline after a text, by the path of the descriptor', `printf a > /dev/fd/3; echo b > /dev/fd/3; ${stays}`],
    ['a newline of a process that it starts', `sh -c 'echo >&3'; ${stays}`],
  ])('is ready by %s', async (_what, line) => {
    const leaf = bench.shell(line, fd)
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it.each([
    ['nothing', 'echo up > $DIR/up', 'nothing'],
    ['no newline', 'printf ready >&3; echo up > $DIR/up', 'something, but no newline'],
    ['by closing it', 'exec 3>&-; echo up > $DIR/up', 'the descriptor was closed'],
  ])('is not ready by %s', async (_what, line, seen) => {
    const leaf = bench.shell(`${line}; sleep 0.2; echo later > $DIR/later; ${stays}`, fd)
    await bench.written('later')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ended: signal SIGTERM'])
    expect(leaf.report.end).toMatchObject({ unready: expect.stringContaining(`last seen: ${seen}.`) })
  })

  it('may say more than anybody wants to know', async () => {
    const leaf = bench.shell(`echo >&3; head -c 10000000 /dev/zero >&3; echo up > $DIR/up; ${stays}`, fd)
    await bench.written('up')
    expect(leaf.report.told).toEqual(['ready'])
  })

  it('is told the number only when it is to use it', async () => {
    bench.shell(`echo "\${OTP_SUP_NOTIFY_FD-none} \${NODE_CHANNEL_FD-none}" > $DIR/env; ${stays}`)
    expect(await bench.written('env')).toBe('none none')
  })
})

describe('a child that says it as services of systemd do', () => {
  const systemd = { ready: { kind: 'notify', by: 'systemd' } } as const
  // In perl, which is there: one datagram for each argument.
  const send = `send() { perl -MSocket -e 'socket(S, AF_UNIX, SOCK_DGRAM, 0); send(S, $_, 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) for @ARGV' "$@"; }`
  const says = (words: string) => bench.shell(`${send}; send ${words}; echo > $DIR/said; exec sleep 1000`, systemd)

  it.each([
    ['READY=1', 'READY=1'],
    ['READY=1 among other lines', '"$(printf "STATUS=half way\\nREADY=1")"'],
    ['READY=1 after other datagrams without a line end', 'STATUS=a STATUS=b READY=1'],
  ])('is ready by %s', async (_what, words) => {
    const leaf = says(words)
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it('is not ready by its status, which is told', async () => {
    const leaf = says('READY=0 "STATUS=half way" MAINPID=12')
    await waitUntil('all was heard', () => bench.troubles.length > 0)
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ended: signal SIGTERM'])
    expect(leaf.report.end).toMatchObject({
      unready: expect.stringMatching(/READY=1 at NOTIFY_SOCKET; last seen: \w+=/),
    })
  })

  it('cannot give another process for its own, and the log says so', async () => {
    const leaf = says('MAINPID=12 READY=1')
    await bench.ready(leaf)
    expect(bench.troubles).toEqual([
      'shop/leaf says that its main process is 12: that is not taken, for a worker is the process that was started.',
    ])
  })

  it('leaves neither its socket nor who listened there', async () => {
    const leaf = bench.shell(`echo $NOTIFY_SOCKET > $DIR/path; ${send}; send READY=1; exec sleep 1000`, systemd)
    await bench.ready(leaf)
    const path = await bench.written('path')
    expect(existsSync(path)).toBe(true)
    const listeners = () => processesWith(path)
    expect(listeners()).toHaveLength(1)
    leaf.kill()
    await bench.ended(leaf)
    expect(existsSync(path)).toBe(false)
    await waitUntil('nobody listens there', () => listeners().length === 0)
  })
})

describe("a child that says it by Node's channel", () => {
  const ipc = { ready: { kind: 'notify', by: 'ipc' } } as const

  it('is ready by process.send("ready"), and stays connected', async () => {
    const leaf = bench.node('says-ready', ['loading', 'object', 'ready', 'more'], ipc)
    await bench.ready(leaf)
    await waitUntil('it has sent all', () => bench.printed.join('').includes('connected'))
    expect(bench.printed.join('')).not.toContain('not connected')
    expect(leaf.report.told).toEqual(['ready'])
  })

  it('is not ready by another message', async () => {
    const leaf = bench.node('says-ready', ['Ready', 'object', 'ready!'], ipc)
    await waitUntil('it has sent all', () => bench.printed.join('').includes('connected'))
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ended: signal SIGTERM'])
    expect(leaf.report.end).toMatchObject({
      unready: expect.stringContaining('last seen: another message than "ready".'),
    })
  })

  it('does no harm by text that is no message, even without an end', async () => {
    const line =
      'echo "{nonsense" >&3; head -c 10000000 /dev/zero >&3; echo >&3; printf \'"rea\' >&3; sleep 0.1; echo \'dy"\' >&3; exec sleep 1000'
    const leaf = bench.shell(line, ipc)
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it('is ready by a message of a Node process below a shell', async () => {
    const node = `"${process.execPath}" -e 'process.send("ready"); setInterval(() => {}, 1000)'`
    const leaf = bench.shell(`${node}; true`, ipc)
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })
})
