import type { EventOf, SupervisionEvent } from '@otp-sup/core'

type Handlers = { readonly [Type in SupervisionEvent['type']]?: (event: EventOf<Type>) => void }

/** Follows the events of a tree: does anything run, or is anything about to? */
export const runningChildren = () => {
  const up = new Set<string>()
  // Named by a round that has not come to them yet: a back-off is not the end.
  const awaited = new Set<string>()
  let inService = false
  let hadChildren = false
  const down = ({ path }: SupervisionEvent): void => void up.delete(path)
  const handlers: Handlers = {
    'tree.started': () => {
      inService = true
    },
    'tree.stopping': () => {
      inService = false
    },
    'supervisor.restarting': ({ path, start }) => {
      for (const id of start) awaited.add(`${path}/${id}`)
    },
    'supervisor.starting': ({ path }) => void awaited.delete(path),
    'supervisor.stopping': ({ path }) => {
      for (const child of awaited) if (child.startsWith(`${path}/`)) awaited.delete(child)
    },
    'child.starting': ({ path }) => {
      awaited.delete(path)
      up.add(path)
      hadChildren = true
    },
    'child.start_failed': down,
    'child.exited': down,
    'child.removed': ({ path }) => void awaited.delete(path),
    'call.answered': ({ path, call }) => {
      if (call === 'terminateChild') awaited.delete(path) // a call takes a child out of a round
    },
  }
  return {
    tell: (event: SupervisionEvent): void =>
      (handlers[event.type] as ((event: SupervisionEvent) => void) | undefined)?.(event),
    nothingRuns: (): boolean => inService && hadChildren && up.size === 0 && awaited.size === 0,
  }
}
