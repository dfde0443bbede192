import type { StateValue } from 'xstate'

/** The name of a state of a machine, nested ones joined by dots. */
export const statePath = (value: StateValue): string => {
  if (typeof value === 'string') return value
  return Object.entries(value)
    .map(([state, below]) => (below === undefined ? state : `${state}.${statePath(below)}`))
    .join(' ')
}
