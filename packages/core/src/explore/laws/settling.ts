import type { Supervisor } from '../../runtime/surroundings.ts'
import { isIdle } from '../idle.ts'
import type { Law } from '../law.ts'
import { supervisorsOf } from '../world.ts'

/** When no process and no timer is waited for, nothing is left undone; and after a stop the tree is down. */
export function settling(): Law {
  return {
    name: 'nothing that arrives is dropped, and a stop ends',
    atRest(world) {
      if (world.tree.isOver || !isIdle(world)) return null
      if (world.isAskedToStop) return 'the tree was told to stop, waits for nobody, and is not down'
      const left = supervisorsOf(world).map(leftUndone)
      return left.find((message) => message !== null) ?? null
    },
  }
}

const leftUndone = (supervisor: Supervisor): string | null => {
  const { path, state } = supervisor
  const [mail] = state.mailbox
  const child = state.children.find(({ status }) => status.kind !== 'running' && status.kind !== 'down')
  if (supervisor.phase() !== 'running') return `${path} waits for nobody, and is ${supervisor.phase()}`
  if (mail !== undefined) return `${path} leaves a message (${mail.kind}) in its mailbox`
  if (state.calls.size > 0) return `${path} leaves a call without an answer`
  return child === undefined ? null : `${path} leaves ${child.id} ${child.status.kind}`
}
