// What holds for the events of every run, whatever happens in it. Users' scripts rely on it.
import type { SupervisionEvent } from '@otp-sup/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyRun } from '../support/any-run.ts'
import { play } from '../support/trace.ts'

type Told = SupervisionEvent & { readonly [key: string]: unknown }

const always = (holds: (events: readonly Told[]) => void): void => {
  fc.assert(
    fc.property(anyRun, ({ tree, scenario }) => holds(play(tree, scenario).events.map((event) => ({ ...event })))),
    { numRuns: 300 },
  )
}

const attemptOf = ({ path, incarnation }: Told): string => `${path}#${String(incarnation)}`

describe('in every run', () => {
  it('events are numbered from 1 without gaps, and time does not go back', () => {
    always((events) => {
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b))
    })
  })

  it('a cause comes before its effect, and every chain ends at tree.starting or outside', () => {
    always((events) => {
      for (const { seq, cause, type } of events) {
        if (cause === null) expect(['tree.starting', 'scenario.step', 'child.exited']).toContain(type)
        else expect(cause).toBeLessThan(seq)
      }
    })
  })

  it('each start of a child has one outcome, and ends at most once after it', () => {
    always((events) => {
      const outcomes = new Map<string, string[]>()
      for (const event of events) {
        if (event.type === 'child.starting') outcomes.set(attemptOf(event), [])
        if (!['child.started', 'child.start_failed', 'child.exited'].includes(event.type)) continue
        if ('failed' in event) continue
        outcomes.get(attemptOf(event))?.push(event.type === 'child.exited' && event.requested ? 'stopped' : event.type)
      }
      const legal = [
        'child.started',
        'child.started,child.exited',
        'child.started,stopped',
        'child.start_failed',
        'stopped',
        '',
      ]
      for (const each of outcomes.values()) expect(legal).toContain(each.join(','))
    })
  })

  it('starts of a path are numbered from 1, without gaps', () => {
    always((events) => {
      const last = new Map<string, number>()
      for (const event of events) {
        if (event.type !== 'child.starting' && event.type !== 'supervisor.starting') continue
        expect(event.incarnation).toBe((last.get(event.path) ?? 0) + 1)
        last.set(event.path, event.incarnation)
      }
    })
  })

  it('a child never runs twice at once', () => {
    always((events) => {
      const alive = new Set<string>()
      for (const { type, path } of events) {
        if (type === 'child.starting') {
          expect(alive).not.toContain(path)
          alive.add(path)
        }
        if (type === 'child.exited' || type === 'child.start_failed') alive.delete(path)
      }
    })
  })

  it('a supervisor begins before its children and ends after them', () => {
    always((events) => {
      const up = new Set<string>()
      const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'))
      for (const { type, path } of events) {
        const starts = type === 'child.starting' || type === 'supervisor.starting'
        if (starts && path.includes('/')) expect(up).toContain(parent(path))
        if (starts) up.add(path)
        const ends = type === 'child.exited' || type === 'child.start_failed' || type === 'supervisor.stopped'
        if (!ends) continue
        up.delete(path)
        expect([...up].filter((each) => each.startsWith(`${path}/`))).toEqual([])
      }
    })
  })

  it('what a supervisor gave up over comes before it stops anything', () => {
    always((events) => {
      for (const [index, event] of events.entries()) {
        if (event.type !== 'supervisor.gave_up') continue
        if (typeof event.intensity === 'number') expect(event.restarts).toBe(event.intensity + 1)
        const next = events.slice(index + 1).find(({ type }) => type !== 'tree.stopping')
        const ofItself = events.slice(0, index).filter(({ path }) => path === event.path)
        const isUp = ofItself.findLast(({ type }) => type.startsWith('supervisor.start'))?.type === 'supervisor.started'
        // Before it is up, that is a boot that failed: its children are stopped, and then its start has failed.
        if (isUp)
          expect(next).toMatchObject({ type: 'supervisor.stopping', path: event.path, exit: { kind: 'gave_up' } })
        else expect(next?.type).toMatch(/^child\.(stopping|killing|start_failed)$|^supervisor\.stopping$/)
      }
    })
  })

  it('the end of the tree stands right before the end of its root, and tree.stopped is last', () => {
    always((events) => {
      const stopping = events.findIndex(({ type }) => type === 'tree.stopping')
      if (stopping !== -1) expect(events[stopping + 1]).toMatchObject({ type: 'supervisor.stopping', path: 's' })
      const stopped = events.findIndex(({ type }) => type === 'tree.stopped')
      if (stopped === -1) return
      const later = events
        .slice(stopped + 1)
        .filter(({ type }) => type !== 'scenario.step' && !type.startsWith('call.'))
      expect(later).toEqual([])
    })
  })

  it('every call is answered once, or still waits at the end', () => {
    always((events) => {
      const open = new Set<number>()
      for (const { type, seq, cause } of events) {
        if (type === 'call.received') open.add(seq)
        if (type === 'call.answered') expect(open.delete(cause ?? 0)).toBe(true)
      }
      if (events.some(({ type }) => type === 'tree.stopped')) expect([...open]).toEqual([])
    })
  })

  it('the same input gives the same bytes', () => {
    fc.assert(
      fc.property(anyRun, ({ tree, scenario }) => {
        expect(JSON.stringify(play(tree, scenario))).toBe(JSON.stringify(play(tree, scenario)))
      }),
      { numRuns: 50 },
    )
  })
})
