import type { SupervisionEvent } from '../../events.ts'
import type { Backoff } from '../../spec/child-spec.ts'
import type { Law } from '../law.ts'
import { causeOf, childAt, isStart, isUp, type World } from '../world.ts'

/** How many restarts in a row a child has led to, and since when it is ready. */
type Row = { restarts: number; readyAt: number | null }

/** A round waits as long as the back-off of the child that failed says, and what it starts waits for that. */
export function backOff(): Law {
  const rows = new Map<string, Row>()
  return {
    name: 'a restart waits as long as its back-off says',
    see(event, world) {
      note(rows, event, world)
      if (isStart(event)) return tooEarly(event, world)
      if (event.type !== 'supervisor.restarting') return null
      const path = `${event.path}/${event.failed}`
      const backoff = childAt(world, path)?.spec.backoff ?? null
      const row = rowOf(rows, path)
      row.restarts += 1
      if (isWithin(event.delayMs, expectedMs(backoff, row.restarts), backoff)) return null
      return `restart ${row.restarts} in a row of ${path} waits ${event.delayMs} ms`
    },
  }
}

const rowOf = (rows: Map<string, Row>, path: string): Row => {
  const row = rows.get(path) ?? { restarts: 0, readyAt: null }
  rows.set(path, row)
  return row
}

const note = (rows: Map<string, Row>, event: SupervisionEvent, world: World): void => {
  const { path, at } = event
  if (isForgotten(event)) rows.delete(path)
  if (event.type === 'supervisor.starting') for (const below of rowsBelow(rows, path)) rows.delete(below)
  if (isUp(event)) rowOf(rows, path).readyAt = at
  if (endsReady(event)) endRow(rowOf(rows, path), at, childAt(world, path)?.spec.backoff ?? null)
}

/** A child of that id that is added later is another one. */
const isForgotten = (event: SupervisionEvent): boolean =>
  event.type === 'child.removed' || (event.type === 'call.answered' && event.call === 'deleteChild' && event.ok)

const rowsBelow = (rows: ReadonlyMap<string, Row>, path: string): readonly string[] =>
  [...rows.keys()].filter((each) => each.startsWith(`${path}/`))

/** Whether a child that was ready is so no more. */
const endsReady = ({ type }: SupervisionEvent): boolean =>
  type === 'child.stopping' || type === 'child.killing' || type === 'child.exited' || type === 'supervisor.stopping'

/** Whoever was ready for long enough begins a new row. */
const endRow = (row: Row, at: number, backoff: Backoff | null): void => {
  if (row.readyAt !== null && backoff !== null && at - row.readyAt >= backoff.resetAfterMs) row.restarts = 0
  row.readyAt = null
}

const expectedMs = (backoff: Backoff | null, nth: number): number => {
  if (backoff === null || nth === 1) return 0
  return Math.min(backoff.maxMs, backoff.initialMs * backoff.factor ** (nth - 2))
}

const isWithin = (delayMs: number, expected: number, backoff: Backoff | null): boolean =>
  Math.abs(delayMs - expected) <= expected * (backoff?.jitter ?? 0) + 1

const tooEarly = (event: SupervisionEvent, world: World): string | null => {
  const round = causeOf(world, event)
  if (round?.type !== 'supervisor.restarting' || event.at >= round.at + round.delayMs) return null
  return `${event.path} starts before the back-off of its round is over`
}
