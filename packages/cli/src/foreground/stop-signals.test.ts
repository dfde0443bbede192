import { expect, it } from 'vitest'
import type { Io, RunSignal } from '../io.ts'
import { onStopSignals } from './stop-signals.ts'

const listen = (hasTerminal: boolean) => {
  const handlers = new Map<RunSignal, () => void>()
  const onSignal: Io['onSignal'] = (signal, handle) => {
    handlers.set(signal, handle)
    return () => handlers.delete(signal)
  }
  const heard: string[] = []
  const leave = onStopSignals(
    { hasTerminal, onSignal },
    {
      stop: (signal) => heard.push(`stop ${signal}`),
      force: (signal) => heard.push(`force ${signal}`),
      reload: () => heard.push('reload'),
    },
  )
  return { heard, leave, handlers, send: (signal: RunSignal) => handlers.get(signal)?.() }
}

it.each(['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGHUP'] as const)('the first %s asks for a stop', (signal) => {
  const { heard, send } = listen(true)
  send(signal)
  expect(heard).toEqual([`stop ${signal}`])
})

it.each([
  [
    ['SIGINT', 'SIGINT'],
    ['stop SIGINT', 'force SIGINT'],
  ],
  [
    ['SIGTERM', 'SIGINT'],
    ['stop SIGTERM', 'force SIGINT'],
  ],
  [
    ['SIGHUP', 'SIGTERM'],
    ['stop SIGHUP', 'force SIGTERM'],
  ],
  [
    ['SIGINT', 'SIGINT', 'SIGINT'],
    ['stop SIGINT', 'force SIGINT'],
  ],
  [['SIGHUP', 'SIGHUP'], ['stop SIGHUP']],
  [['SIGINT', 'SIGQUIT'], ['stop SIGINT']],
] as const)('%j lead to %j', (signals, expected) => {
  const { heard, send } = listen(true)
  for (const signal of signals) send(signal)
  expect(heard).toEqual(expected)
})

it('without a terminal SIGHUP does not stop anything', () => {
  const { heard, send } = listen(false)
  send('SIGHUP')
  send('SIGHUP')
  expect(heard).toEqual(['reload', 'reload'])
})

it('afterwards no handler is left behind', () => {
  const { leave, handlers } = listen(true)
  leave()
  expect(handlers.size).toBe(0)
})
