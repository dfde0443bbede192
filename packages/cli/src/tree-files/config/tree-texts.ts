// Places in a tree where a text, or a number or a boolean, must stand: for what a file cannot say by itself.
import type { At } from './text-tree.ts'

const TEXTS: readonly unknown[] = ['command', 'args', 'env', 'exec']
const SCALARS: readonly unknown[] = [
  'tcp',
  'instances',
  'intensity',
  'maxChildren',
  'factor',
  'jitter',
  'successCodes',
  'shutdownCodes',
  'preferLocal',
  'shell',
  'inheritEnv',
  'significant',
  'foreign',
  'user',
  'group',
  'nice',
  'oomScoreAdj',
  'nofile',
  'insecure',
  'status',
  'backoff',
  'exit',
  'max_retries',
  'failures',
]

/** Whether a text must stand there: an item of `command`, `args` or `exec`, a value of `env`, an `umask`. */
export function isTextPlace(at: At): boolean {
  return TEXTS.includes(at.at(-2)) || at.at(-1) === 'command' || at.at(-1) === 'umask'
}

/** Whether a number or a boolean may be meant there by a variable. */
export function isScalarPlace(at: At): boolean {
  const key = typeof at.at(-1) === 'number' ? at.at(-2) : at.at(-1)
  return SCALARS.includes(key) && !isTextPlace(at)
}
