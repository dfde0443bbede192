import type { ExitReason, SupervisionEvent } from '@otp-sup/core'
import { expect, it } from 'vitest'
import { stoppingChildren } from './stopping-children.ts'

const exit: ExitReason = { class: 'shutdown', kind: 'signal', code: null, signal: 'SIGTERM', errno: null }
const stopping = (path: string, timeoutMs: number | null) =>
  ({ type: 'child.stopping', path, incarnation: 1, signal: 'SIGTERM', timeoutMs }) as SupervisionEvent

it('whoever was asked to stop is waited for until the end, with the time that is left', () => {
  const { tell, list } = stoppingChildren()
  tell(stopping('shop/api', 5000), 1000)
  tell(stopping('shop/db', null), 1000)
  expect(list(2500)).toEqual([
    { path: 'shop/api', leftMs: 3500 },
    { path: 'shop/db', leftMs: null },
  ])
  tell({ type: 'child.killing', path: 'shop/api', incarnation: 1, why: 'shutdown_timeout' } as SupervisionEvent, 6000)
  expect(list(6000)[0]).toEqual({ path: 'shop/api', leftMs: 'killed' })
  tell(
    {
      type: 'child.exited',
      path: 'shop/api',
      incarnation: 1,
      pid: 1,
      exit,
      uptimeMs: 1,
      requested: true,
    } as SupervisionEvent,
    6001,
  )
  expect(list(6001)).toEqual([{ path: 'shop/db', leftMs: null }])
})
