// `stop --now`: a stop by SIGKILL, which also cuts a stop short that is under way. On virtual processes.
import { type LogLine, type SupervisorOptions, type SupervisorSpec, start, supervisor, worker } from '@otp-sup/core'
import { type ControlClient, connect } from '@otp-sup/core/client'
import { virtualClock, virtualLauncher } from '@otp-sup/core/testing'
import { expect, it, onTestFinished } from 'vitest'
import { waitUntil } from '../support/wait-until.ts'

const leaf = (id: string) => worker(id, { command: [id], shutdown: 'infinity' })

/** A tree whose leaves never stop when asked. */
const deaf = async (spec: SupervisorSpec) => {
  const clock = virtualClock()
  const launcher = virtualLauncher(clock)
  const events: string[] = []
  const kill = new AbortController()
  const tree = await start(spec, {
    control: true,
    kill: kill.signal,
    ports: { clock, launcher, logger: { write: ({ message }: LogLine) => void events.push(message) } },
  })
  onTestFinished(async () => {
    kill.abort()
    await tree.done
  })
  for (const { path, type } of tree.status()) if (type === 'worker') launcher.plan(path, { ignoresStop: true })
  return { tree, events, client: await connect(spec.id) }
}

const shop = (strategy: NonNullable<SupervisorOptions['strategy']>) =>
  supervisor('s', { strategy, children: [leaf('a'), leaf('b'), leaf('c')] })

const stopNow = async (client: ControlClient, path: string): Promise<readonly string[]> =>
  (await client.stop({ paths: [path], now: true })).results.map(({ result }) => result)

it('kills a running child without asking it: it was asked for, and nothing is counted', async () => {
  const { client, tree, events } = await deaf(shop('one_for_one'))
  expect(await stopNow(client, 's/b')).toEqual(['killed'])
  expect(events.at(-2)).toBe('s/b (1) was killed')
  expect(tree.status()).toMatchObject([
    { window: { restarts: 0 } },
    { state: 'running' },
    { state: 'down' },
    { state: 'running' },
  ])
})

it('cuts a stop of a child short: both who asked are answered', async () => {
  const { client, tree } = await deaf(shop('rest_for_one'))
  const slow = client.stop({ paths: ['s/b'] })
  await waitUntil('b is asked', () => tree.status()[2]?.state === 'stopping')
  expect(await stopNow(client, 's/b')).toEqual(['killed'])
  expect((await slow).results).toMatchObject([{ result: 'killed' }])
})

it('cuts the stop of a child short that another one waits for, while the whole tree stops', async () => {
  const { client, tree } = await deaf(shop('rest_for_one'))
  void tree.stop()
  await waitUntil('c is asked', () => tree.status()[3]?.state === 'stopping')
  expect(await stopNow(client, 's/c')).toEqual(['killed'])
  // Next in order, and not asked yet when it is killed.
  expect(await stopNow(client, 's/a')).toEqual(['killed'])
  expect(await stopNow(client, 's/b')).toEqual(['killed'])
  expect((await tree.done).outcome).toBe('stopped')
})

it('kills all below a supervisor', async () => {
  const { client, events } = await deaf(
    supervisor('s', { children: [supervisor('in', { children: [leaf('a'), leaf('b')] })] }),
  )
  expect(await stopNow(client, 's/in')).toEqual(['killed'])
  expect(events.filter((line) => line.endsWith('was killed'))).toEqual([
    's/in/b (1) was killed',
    's/in/a (1) was killed',
    's/in (1) was killed',
  ])
})

it('of a child that is down finds it down', async () => {
  const { client } = await deaf(shop('one_for_one'))
  await stopNow(client, 's/b')
  expect(await stopNow(client, 's/b')).toEqual(['was down'])
})

it('of a child that is gone is answered as every call is', async () => {
  const { client } = await deaf(supervisor('s', { children: [worker('t', { command: ['t'], restart: 'temporary' })] }))
  await stopNow(client, 's/t')
  await expect(client.stop({ paths: ['s/t'], now: true })).rejects.toMatchObject({ reason: 'no_such_path' })
})
