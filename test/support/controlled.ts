// A tree under control in this process, for tests of what its clients do to it.

import {
  type LogLine,
  type StartOptions,
  type SupervisorSpec,
  start,
  supervisor,
  type Tree,
  worker,
} from '@otp-sup/core'
import { type ControlClient, connect } from '@otp-sup/core/client'
import { onTestFinished } from 'vitest'

/** Stays until it is told to stop. */
export const SLEEPS = ['sleep', '1000'] as const

/** `shop` with `db` and `api` under rest_for_one. */
export const shop = (): SupervisorSpec =>
  supervisor('shop', {
    strategy: 'rest_for_one',
    children: [worker('db', { command: SLEEPS }), worker('api', { command: SLEEPS })],
  })

/** A tree that answers, and what it says in its log; it is stopped when the test is over. */
export type Controlled = {
  readonly tree: Tree
  readonly client: ControlClient
  readonly log: readonly string[]
  readonly kill: AbortController
}

export const controlled = async (spec: SupervisorSpec = shop(), options: StartOptions = {}): Promise<Controlled> => {
  const log: string[] = []
  const kill = new AbortController()
  const logger = { write: ({ message }: LogLine) => void log.push(message) }
  const tree = await start(spec, { control: true, kill: kill.signal, ...options, ports: { ...options.ports, logger } })
  onTestFinished(() => tree.stop())
  return { tree, client: await connect(spec.id), log, kill }
}
