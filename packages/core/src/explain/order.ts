// In which order all below a supervisor stop and start by what one event sets off, however deep they are.
import type { SupervisionEvent } from '../events.ts'

/** Paths of leaves and of supervisors, in the order in which they are asked to stop, and in which they start. */
export type Order = { readonly stopOrder: readonly string[]; readonly startOrder: readonly string[] }

/** What `event` sets off below its supervisor, until that has something new to decide. */
export function orderOf(event: SupervisionEvent, all: readonly SupervisionEvent[]): Order {
  const below = ledBy(event, all).filter(({ path }) => path.startsWith(`${event.path}/`))
  return { stopOrder: pathsOf(below, STOPS), startOrder: pathsOf(below, STARTS) }
}

const ledBy = (event: SupervisionEvent, all: readonly SupervisionEvent[]): readonly SupervisionEvent[] => {
  const led = new Map([[event.seq, event]])
  // Events are numbered from 1, without gaps: the next one stands at this one's number.
  for (const each of from(event.seq, all)) {
    if (each.path === event.path && DECIDES.includes(each.type)) break
    if (each.cause !== null && led.has(each.cause)) led.set(each.seq, each)
  }
  return [...led.values()]
}

/** As `slice`, but what is not looked at is not copied. */
function* from(start: number, all: readonly SupervisionEvent[]): Iterable<SupervisionEvent> {
  for (let index = start; index < all.length; index++) yield all[index] as SupervisionEvent
}

const pathsOf = (events: readonly SupervisionEvent[], types: Types): readonly string[] => [
  ...new Set(events.filter(({ type }) => types.includes(type)).map(({ path }) => path)),
]

type Types = readonly SupervisionEvent['type'][]

const DECIDES: Types = ['supervisor.restarting', 'supervisor.gave_up', 'supervisor.stopped']
const STOPS: Types = ['child.stopping', 'child.killing', 'supervisor.stopping']
const STARTS: Types = ['child.starting', 'supervisor.starting']
