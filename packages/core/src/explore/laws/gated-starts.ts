import type { SupervisionEvent } from '../../events.ts'
import type { Law } from '../law.ts'
import { causeOf, isStart, isUp, supervisorOf, type World } from '../world.ts'
import { dependsDirectlyOn } from './siblings.ts'

/** The latest events about a path, by `seq`. */
type Seen = { starting: number; started: number; called: number }
type Memory = Map<string, Seen>

/** In a boot or a round of a group, a child starts when what it depends on in the same set has started. */
export function gatedStarts(): Law {
  const memory: Memory = new Map()
  return {
    name: 'a child starts after what it depends on is ready',
    see(event, world) {
      note(seenOf(memory, event.path), event)
      if (!isStart(event)) return null
      const early = earlierThan(event, world, memory)
      return early === undefined ? null : `${event.path} starts, and ${early} has not come up yet`
    },
  }
}

const seenOf = (memory: Memory, path: string): Seen => {
  const seen = memory.get(path) ?? { starting: 0, started: 0, called: 0 }
  memory.set(path, seen)
  return seen
}

const note = (seen: Seen, event: SupervisionEvent): void => {
  const { seq, type } = event
  if (isStart(event)) seen.starting = seq
  if (isUp(event)) seen.started = seq
  if (type === 'call.received' || type === 'call.answered' || type === 'child.removed') seen.called = seq
}

/** A member of the set that is being started, which `event` should have waited for. */
const earlierThan = (event: SupervisionEvent, world: World, memory: Memory): string | undefined => {
  const children = supervisorOf(world, event.path)?.state.children ?? []
  const child = children.find(({ path }) => path === event.path)
  const began = causeOf(world, event)
  if (child === undefined || began === undefined) return undefined
  const ids = children.map(({ id }) => id)
  const set = startedBy(began, ids)
  // Direct ones are enough: those had to wait for theirs. One that a call has stopped meanwhile holds nobody back.
  const waitedFor = children.filter((sibling) => set.includes(sibling.id) && dependsDirectlyOn(child, sibling))
  return waitedFor.find(({ path }) => isOutstanding(seenOf(memory, path), began.seq))?.path
}

const startedBy = (began: SupervisionEvent, children: readonly string[]): readonly string[] => {
  if (began.type === 'supervisor.starting') return children
  return began.type === 'supervisor.restarting' ? began.start : []
}

/** Whether a member has not started since its set began. Whoever was called since has left the set. */
const isOutstanding = ({ starting, started, called }: Seen, since: number): boolean =>
  called < since && (started < since || starting > started)
