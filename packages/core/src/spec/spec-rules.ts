// Rules between the options of one spec. They read unchecked plain data and are silent about what the schema refuses.
import { absolutePath } from './absolute-path.ts'
import { findInBackoff, findWithoutBackoff, type Restarts } from './backoff-rule.ts'
import { explainKey, type Kind } from './explain-key.ts'
import { explainShellLine } from './explain-program.ts'
import type { Found } from './explanation.ts'
import { findInHealth } from './health-rule.ts'
import { findInLimits } from './limits-rule.ts'
import { findInLog } from './log-rule.ts'
import { type At, isRecord } from './plain-data.ts'
import { findInReady } from './ready-rule.ts'
import { findInTemplate } from './template-rule.ts'

type Node = Readonly<Record<string, unknown>>

/** What the surroundings of a spec say about it. */
export type Setting = Restarts & {
  /** The supervisor's `autoShutdown`; null when it is not known. */
  readonly autoShutdown: unknown
  /** Its depth in the tree; the root is level 1. */
  readonly level: number
  readonly cwd: string
  /** Whether there is such a file, if the caller can tell. */
  readonly fileExists: (path: string) => boolean
}

/** What is wrong with a spec by itself; its children are not looked at. */
export function findInOptions(kind: Kind, node: Node, at: At, setting: Setting): readonly Found[] {
  return [
    ...findInKeys(kind, node, at),
    ...(kind === 'worker' ? findInWorker(node, at, setting) : findInSupervisor(node, at, setting)),
    ...findInBackoff(node['backoff'], [...at, 'backoff']),
    ...findWithoutBackoff(kind === 'worker', node, at, setting),
    ...findInSignificant(node, at, setting),
  ]
}

function findInWorker(node: Node, at: At, setting: Setting): readonly Found[] {
  return [
    ...findInReady(node['ready'], [...at, 'ready']),
    ...findInHealth(node, [...at, 'health']),
    ...findInCommand(node, at, setting),
    ...findInLimits(node['limits'], [...at, 'limits']),
    ...findInLog(node, [...at, 'log']),
    ...findInRestart(node, at),
    ...findInStop(node, at),
    ...findInStartFailure(node, at),
  ]
}

function findInSupervisor(node: Node, at: At, { level }: Setting): readonly Found[] {
  const ofTemplate = findInTemplate(node, at)
  if (level === 1 || node['monitorInterval'] === undefined) return ofTemplate
  const message = 'monitorInterval is an option of the root: all workers are measured in one go.'
  return [...ofTemplate, { at: [...at, 'monitorInterval'], message, fix: 'Move it to the root of the tree.' }]
}

function findInKeys(kind: Kind, node: Node, at: At): readonly Found[] {
  return Object.keys(node).flatMap((key) => {
    const explanation = explainKey(kind, key)
    return explanation === null ? [] : [{ at: [...at, key], ...explanation }]
  })
}

function findInCommand({ command, shell, cwd }: Node, at: At, setting: Setting): readonly Found[] {
  if (typeof command !== 'string' || !/\s/.test(command) || shell === true) return []
  const folder = typeof cwd === 'string' ? absolutePath(setting.cwd, cwd) : setting.cwd
  if (setting.fileExists(absolutePath(folder, command))) return []
  return [{ at: [...at, 'command'], ...explainShellLine(command) }]
}

function isOneShot({ ready }: Node): boolean {
  return isRecord(ready) && ready['exit'] === true
}

function findInRestart(node: Node, at: At): readonly Found[] {
  if (!isOneShot(node) || node['restart'] !== 'permanent') return []
  return [
    {
      at: [...at, 'restart'],
      message: 'restart is "permanent", but a one-shot (ready: { exit: true }) is done when it has exited.',
      fix: 'Write "transient", or leave restart out.',
    },
  ]
}

function findInStop({ stopCommand, shutdown }: Node, at: At): readonly Found[] {
  if (stopCommand === undefined || shutdown !== 'brutal_kill') return []
  return [
    {
      at: [...at, 'stopCommand'],
      message: 'stopCommand is given, but shutdown is "brutal_kill": it is killed without being asked.',
      fix: 'Write shutdown: "5s", for example, or leave stopCommand out.',
    },
  ]
}

function findInStartFailure(node: Node, at: At): readonly Found[] {
  if (node['onStartFailure'] !== 'retry' || node['restart'] !== 'temporary') return []
  const message = 'onStartFailure is "retry", but restart is "temporary": such a child is never started again.'
  return [{ at: [...at, 'onStartFailure'], message, fix: 'Write restart: "transient", or remove onStartFailure.' }]
}

function findInSignificant(node: Node, at: At, { autoShutdown }: Setting): readonly Found[] {
  if (node['significant'] !== true) return []
  const found: Found[] = []
  const place = [...at, 'significant']
  if (autoShutdown === 'never')
    found.push({
      at: place,
      message: 'significant is true, but autoShutdown of its supervisor is "never".',
      fix: 'Set autoShutdown of the supervisor to "any_significant" or "all_significant", or remove significant.',
    })
  if ((node['restart'] ?? (isOneShot(node) ? 'transient' : 'permanent')) === 'permanent')
    found.push({
      at: place,
      message: 'significant is true, but restart is "permanent": such a child never ends for good.',
      fix: 'Write restart: "transient" or "temporary", or remove significant.',
    })
  return found
}
