// Of supervisor_SUITE: what is reported, at which level, and what happens when somebody else was first.
import { createServer } from 'node:net'
import { describer, type SupervisionEvent, supervisor, worker } from '@otp-sup/core'
import { describe, expect, it } from 'vitest'
import { folderWith, otpSupResult } from '../../cli/otp-sup.ts'
import { play } from '../../support/trace.ts'
import { call } from './answers.ts'
import { realWorld } from './real-world.ts'
import { leaf } from './world.ts'

const lines = (events: readonly SupervisionEvent[]): readonly string[] => {
  const describeNext = describer()
  return events.map((event) => {
    const { level, message } = describeNext(event)
    return `${level} ${message}`
  })
}

/** All of OTP's reports: started, ended, could not be started, had to be killed, gave up. */
const reports = () => {
  const children = [leaf('a'), leaf('deaf', { shutdown: '1s' })]
  const steps = [{ ignoreStop: 's/deaf' }, { failStart: 's/a', times: 1 }, { exit: 's/a', code: 3 }]
  return play(supervisor('s', { intensity: 1, children }), { steps }).events
}

describe('reports', () => {
  it('external_start_no_progress_log: a start by a call is logged like any other, at level info, and names the call', () => {
    const { events } = play(supervisor('s', {}), { steps: [call('startChild', 's', { spec: leaf('a') })] })
    expect(lines(events)).toEqual(
      expect.arrayContaining([
        'info s/a (1) starting: startChild s was called',
        'info s/a (1) started: ready after 0 ms',
      ]),
    )
    expect(lines(events).some((line) => line.startsWith('error'))).toBe(false)
  })

  it('format_log_1: each report is an event that names the child, the reason and what it came from', () => {
    const events = reports()
    const find = (type: SupervisionEvent['type'], path: string) =>
      events.find((event) => event.type === type && event.path === path)
    const died = find('child.exited', 's/a')
    const failed = find('child.start_failed', 's/a')
    expect(find('child.started', 's/a')).toMatchObject({ incarnation: 1, pid: 1, readyMs: 0 })
    expect(died).toMatchObject({ incarnation: 1, pid: 1, exit: { class: 'abnormal', code: 3 }, requested: false })
    expect(failed).toMatchObject({ incarnation: 2, exit: { kind: 'exit', code: 1 } })
    expect(find('supervisor.gave_up', 's')).toMatchObject({
      restarts: 2,
      intensity: 1,
      periodMs: 5000,
      cause: failed?.seq,
    })
    expect(find('child.killing', 's/deaf')).toMatchObject({ incarnation: 1, why: 'shutdown_timeout' })
    expect(find('child.exited', 's/deaf')).toMatchObject({
      exit: { kind: 'killed', signal: 'SIGKILL' },
      requested: true,
    })
  })

  it('format_log_2: each report is one line of text, of level error where OTP has an error report', () => {
    const errors = lines(reports()).filter((line) => line.startsWith('error'))
    expect(errors).toEqual([
      'error s/a (1) exited with code 3 after 0 ms',
      'error s/a (2) could not be started: it exited with code 1',
      'error s gave up: it would be restart 2 within 5 s, and its intensity is 1',
      'error s/deaf (1) is killed: it did not stop in time',
      'error s/deaf (1) was killed',
    ])
  })

  it('faulty_application_shutdown: a leaf that cannot start ends the run with 12, and the message names it and its reason', async () => {
    const stays = { command: ['sleep', '1000'] }
    const faulty = { id: 'b', command: ['sh', '-c', 'exit 3'], ready: { delay: '20s' } }
    const sub = { id: 'sub', children: [{ id: 'a', ...stays }, faulty] }
    const cwd = folderWith({ 'tree.json': { id: 'top', children: [{ id: 'x', ...stays }, sub] } })
    const { code, stderr } = await otpSupResult(['run', 'tree.json'], { cwd })
    expect(code).toBe(12)
    expect(stderr).toMatch(
      /otp-sup: top\/sub\/b could not be started\. Why:\n {2}top\/sub\/b \(1\) could not be started: it exited with code 3\n$/,
    )
  })
})

describe('names', () => {
  it('already_started_outside_supervisor: a child whose port is held by a stranger is not taken for ready, and none of it is kept', async () => {
    const stranger = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
    const address = stranger.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const world = realWorld()
    const tree = await world.start(supervisor('s', {}))
    const server = worker('a', { command: ['sleep', '1000'], ready: { tcp: port }, startTimeout: '300ms' })
    const refused = { ok: false, error: 'start_failed', exit: { kind: 'start_timeout' } }
    expect(await tree.startChild('s', server)).toMatchObject(refused)
    expect(await tree.whichChildren('s')).toEqual({ ok: true, value: [] })
    await new Promise((resolve) => stranger.close(resolve))
  })
})
