// `stopCommand`: a program that asks in place of the signal.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { leafBench, pidOf } from '../support/leaf-bench.ts'
import { isAlive, livingInSession } from '../support/processes.ts'
import type { Program } from '../support/real-launcher.ts'
import { waitUntil } from '../support/wait-until.ts'

let bench: ReturnType<typeof leafBench>
beforeEach(() => {
  bench = leafBench()
})
afterEach(() => bench.close())

const asks = (...argv: [string, ...string[]]): Partial<Program> => ({ stopCommand: { argv, display: argv } })
const shell = (line: string) => asks('/bin/sh', '-c', line)

/** Ends with 7 when it is asked by SIGUSR1, and with 8 by SIGTERM. */
const TWO_WAYS = 'trap "exit 7" USR1; trap "exit 8" TERM; echo up > $DIR/up; while :; do sleep 0.02; done'

describe('a stop command', () => {
  it('runs in place of the signal; OTP_SUP_PID is the process that is to stop', async () => {
    const leaf = bench.shell(TWO_WAYS, shell('kill -USR1 $OTP_SUP_PID'))
    await bench.written('up')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 7')
    expect(bench.troubles).toEqual([])
  })

  it('has the cwd and the environment of the worker, and a session of its own', async () => {
    const leaf = bench.shell(
      TWO_WAYS,
      shell(
        'pwd > $DIR/cwd; cut -d " " -f 6 /proc/$$/stat > $DIR/session; echo $$ >> $DIR/session; kill -USR1 $OTP_SUP_PID',
      ),
    )
    await bench.written('up')
    leaf.stop()
    await bench.ended(leaf)
    expect(bench.read('cwd').trim()).toBe('/tmp')
    const [session, pid] = bench.read('session').trim().split('\n')
    expect(session).toBe(pid)
  })

  it('wakes a group that was stopped by SIGSTOP, so that it can answer', async () => {
    const leaf = bench.shell(TWO_WAYS, shell('kill -USR1 $OTP_SUP_PID'))
    await bench.written('up')
    process.kill(-pidOf(leaf), 'SIGSTOP')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 7')
  })

  it('may return before the worker has stopped: that goes on until it has', async () => {
    const leaf = bench.shell(
      'trap "while ! [ -e $DIR/go ]; do sleep 0.02; done; exit 7" USR1; echo up > $DIR/up; while :; do sleep 0.02; done',
      shell('kill -USR1 $OTP_SUP_PID; echo $$ > $DIR/command'),
    )
    await bench.written('up')
    leaf.stop()
    const command = Number(await bench.written('command'))
    await waitUntil('the command has returned', () => !isAlive(command))
    expect(leaf.report.end).toBe(null)
    leaf.kill()
    await bench.ended(leaf)
    expect(bench.troubles).toEqual([])
  })

  it('is ended with all it started when the worker is down', async () => {
    const leaf = bench.shell(
      TWO_WAYS,
      shell('echo $$ > $DIR/command; sleep 1000 & kill -USR1 $OTP_SUP_PID; sleep 1000'),
    )
    await bench.written('up')
    leaf.stop()
    await bench.ended(leaf)
    expect(livingInSession(Number(bench.read('command')))).toEqual([])
    expect(bench.troubles).toEqual([])
  })

  it('that hangs is killed with the worker', async () => {
    const leaf = bench.shell(TWO_WAYS, shell('trap "" TERM; echo $$ > $DIR/command; sleep 1000 & sleep 1000'))
    await bench.written('up')
    leaf.stop()
    const command = Number(await bench.written('command'))
    leaf.kill()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: signal SIGKILL')
    expect(livingInSession(command)).toEqual([])
  })

  it('that fails is told with what it said last, and the stop signal is sent', async () => {
    const leaf = bench.shell(TWO_WAYS, shell('echo first >&2; echo no such server >&2; exit 3'))
    await bench.written('up')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 8')
    expect(bench.troubles).toEqual([
      expect.stringMatching(
        /^shop\/leaf: its stop command \/bin\/sh .* exited with code 3: no such server\. It gets SIGTERM instead\.$/,
      ),
    ])
  })

  it.each([
    ['does not exist', asks('no-such-command'), /there is no command "no-such-command" in its PATH/],
    ['is killed', shell('kill -9 $$'), /was ended by SIGKILL/],
    ['has arguments that no program can take', asks('x'.repeat(3_000_000)), /could not be started/],
  ] as const)('that %s is told, and the stop signal is sent', async (_, program, why) => {
    const leaf = bench.shell(TWO_WAYS, program)
    await bench.written('up')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 8')
    expect(bench.troubles).toEqual([expect.stringMatching(why)])
  })

  it('runs once, however often it is asked', async () => {
    const leaf = bench.shell(TWO_WAYS, shell('echo asked >> $DIR/asked; sleep 1000'))
    await bench.written('up')
    leaf.stop()
    leaf.stop()
    await bench.written('asked')
    leaf.stop()
    leaf.kill()
    await bench.ended(leaf)
    expect(bench.read('asked')).toBe('asked\n')
  })
})
