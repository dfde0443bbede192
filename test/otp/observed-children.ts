// What an observer knows of every supervisor's children from the events alone.
import { idOf, parentOf } from './case.ts'
import type { EventLine } from './event-line.ts'

type Child = { incarnation: number; isUp: boolean; wasUp: boolean }
type Known = {
  /** Children in start order, by supervisor, for those that are starting or up. */
  readonly lists: Map<string, Map<string, Child>>
  readonly up: Set<string>
}

export function observeChildren(): { take(event: EventLine): void; lines(): string[] } {
  const known: Known = { lists: new Map(), up: new Set() }
  return { take: (event) => take(known, event), lines: () => lines(known) }
}

function take(known: Known, event: EventLine): void {
  const { path } = event
  switch (event.type) {
    case 'supervisor.starting':
      markStarting(known, event)
      known.lists.set(path, new Map())
      break
    case 'child.starting':
      markStarting(known, event)
      break
    case 'supervisor.started':
      known.up.add(path)
      markUp(known, path)
      break
    case 'child.started':
      markUp(known, path)
      break
    case 'child.exited':
    case 'child.start_failed':
    case 'supervisor.stopped':
      markDown(known, path)
      break
    case 'child.removed':
      known.lists.get(parentOf(path))?.delete(idOf(path))
      break
    case 'call.answered':
      // A start that failed leaves no spec behind (OTP: the spec is discarded).
      if (event.call === 'startChild' && !event.ok) forgetNeverUp(known.lists.get(path))
      break
    default:
  }
}

/** One line for each running supervisor: `# s: a#2 b=down`. */
function lines({ lists, up }: Known): string[] {
  return [...up].toSorted().map((path) => {
    const children = [...(lists.get(path) ?? new Map<string, Child>())]
    const texts = children.map(([id, child]) => (child.isUp ? ` ${id}#${child.incarnation}` : ` ${id}=down`))
    return `# ${path}:${texts.join('')}`
  })
}

function childAt({ lists }: Known, path: string): Child | undefined {
  return lists.get(parentOf(path))?.get(idOf(path))
}

function markStarting(known: Known, { path, incarnation }: EventLine): void {
  const wasUp = childAt(known, path)?.wasUp ?? false
  known.lists.get(parentOf(path))?.set(idOf(path), { incarnation, isUp: false, wasUp })
}

function markUp(known: Known, path: string): void {
  const child = childAt(known, path)
  if (child !== undefined) Object.assign(child, { isUp: true, wasUp: true })
}

function markDown(known: Known, path: string): void {
  known.lists.delete(path)
  known.up.delete(path)
  const child = childAt(known, path)
  if (child !== undefined) child.isUp = false
}

function forgetNeverUp(children = new Map<string, Child>()): void {
  for (const [id, child] of children) if (!child.wasUp) children.delete(id)
}
