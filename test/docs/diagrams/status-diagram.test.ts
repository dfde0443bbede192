// The diagram of a child's statuses is what happens: in random runs no other transition is seen, and each is.
import { supervisor, worker } from '@otp-sup/core'
import fc from 'fast-check'
import { beforeAll, expect, it, vi } from 'vitest'
import { anyRun } from '../../support/any-run.ts'
import { play } from '../../support/trace.ts'
import { literalsIn, readDocument, repositoryPath, withDiagram } from '../document.ts'
import { drawnTransitions, statusDiagram } from './status-diagram.ts'

type Named = { readonly status: { readonly kind: string } }
type Writer = {
  readonly setStatus: (state: unknown, child: Named, status: { readonly kind: string }) => void
  readonly removeChild: (state: unknown, child: Named) => void
}

// Statuses are inside a supervisor: events tell of some changes only. So the one writer of them is listened to, the
// only place where a test outside of the packages looks inside.
const seen = vi.hoisted(() => new Set(['[*] --> down']))
vi.mock('../../../packages/core/src/decide/evolve.ts', async (importOriginal) => {
  const original = await importOriginal<Writer>()
  const writer: Writer = {
    setStatus(state, child, status) {
      if (child.status.kind !== status.kind || status.kind !== 'down')
        seen.add(`${child.status.kind} --> ${status.kind}`)
      original.setStatus(state, child, status)
    },
    removeChild(state, child) {
      seen.add(`${child.status.kind} --> [*]`)
      original.removeChild(state, child)
    },
  }
  return { ...original, ...writer }
})

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })

/** What random runs are too seldom to meet, or never. */
function playTheRest(): void {
  const backoff = { initial: '1s', jitter: 0 }
  const children = [leaf('a', { backoff }), leaf('b', { restart: 'temporary' })]
  const backingOff = [
    { failStart: 's/a', times: 1 },
    { at: '1s', exit: 's/a' },
    { at: '1500ms', call: 'deleteChild', path: 's/c' },
  ]
  play(supervisor('s', { strategy: 'one_for_all', children: [...children, leaf('c')] }), { steps: backingOff })
  play(supervisor('s', { children: [leaf('m', { restart: 'temporary', ready: { exit: true } })] }), {})
  const notInTime = [
    { at: '1s', startTakes: 's/a', duration: '1h' },
    { at: '1s', exit: 's/a' },
  ]
  play(supervisor('s', { children: [leaf('a', { startTimeout: '1s' })] }), { steps: notInTime, until: '3s' })
  // b and a wait for c to be down, and die meanwhile.
  const dying = [{ ignoreStop: 's/c' }, { call: 'stop', at: '1s' }, { at: '2s', exit: ['s/a', 's/b'] }]
  play(supervisor('s', { children: [...children, leaf('c')] }), { steps: dying })
}

beforeAll(() => {
  fc.assert(
    fc.property(anyRun, ({ tree, scenario }) => void play(tree, scenario)),
    { numRuns: 1000, seed: 7 },
  )
  playTheRest()
})

it('every change of a status is in the diagram, and everything in the diagram happens', () => {
  expect([...seen].toSorted()).toEqual(drawnTransitions.toSorted())
})

it('the diagram has every status', () => {
  const source = readDocument('packages/core/src/decide/state.ts')
  const union = source.slice(source.indexOf('export type Status ='), source.indexOf('/** The statuses of a child'))
  const statuses = new Set(drawnTransitions.flatMap((each) => each.split(' --> ')))
  statuses.delete('[*]')
  expect([...statuses].toSorted()).toEqual(
    literalsIn(union, /^ {2}\| \{ readonly kind: '\w+'|^ {6}readonly kind: '\w+'/gm).toSorted(),
  )
})

it('docs/diagrams/child-status.md shows it', async () => {
  const path = 'docs/diagrams/child-status.md'
  await expect(withDiagram(readDocument(path), statusDiagram())).toMatchFileSnapshot(repositoryPath(path))
})
