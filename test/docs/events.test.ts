// docs/events.md tells the truth: every type, its fields and its causes, as simulated trees have them.
import { type ExitKind, type KillReason, type SupervisionEvent, start, supervisor, worker } from '@otp-sup/core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { anyRun } from '../support/any-run.ts'
import { play } from '../support/trace.ts'
import { readDocument } from './document.ts'

// A type that is missing here, or is one too many, does not compile.
const TYPES = Object.keys({
  'tree.starting': true,
  'tree.started': true,
  'tree.stopping': true,
  'tree.stopped': true,
  'supervisor.starting': true,
  'supervisor.started': true,
  'supervisor.restarting': true,
  'supervisor.gave_up': true,
  'supervisor.stopping': true,
  'supervisor.stopped': true,
  'child.starting': true,
  'child.spawned': true,
  'child.started': true,
  'child.start_failed': true,
  'child.stopping': true,
  'child.killing': true,
  'child.exited': true,
  'child.removed': true,
  'call.received': true,
  'call.answered': true,
  'scenario.step': true,
} satisfies Record<SupervisionEvent['type'], true>)
const KINDS = Object.keys({
  exit: true,
  signal: true,
  spawn_error: true,
  start_timeout: true,
  killed: true,
  requested: true,
  gave_up: true,
  auto_shutdown: true,
  start_failed: true,
  internal_error: true,
} satisfies Record<ExitKind, true>)
const KILL_REASONS = Object.keys({
  brutal_kill: true,
  shutdown_timeout: true,
  start_timeout: true,
  subtree_timeout: true,
  forced: true,
} satisfies Record<KillReason, true>)

const page = readDocument('docs/events.md')

const fieldsIn = (text: string): { readonly name: string; readonly isOptional: boolean }[] =>
  [...text.matchAll(/^\| `(\w+)`( \(not always\))? *\|/gm)].map(([, name = '', optional]) => ({
    name,
    isOptional: optional !== undefined,
  }))

/** The part of the page about one type. */
function sectionOf(type: string): string {
  const from = page.indexOf(`### \`${type}\`\n`)
  const [section = ''] = page.slice(from + 4).split(/^##/m)
  return from === -1 ? '' : section
}

const OUTSIDE = 'outside'
const causesOf = (type: string): string[] => {
  const text = sectionOf(type).split(/^Caused /m)[1] ?? ''
  const named = [...text.matchAll(/`(\w+\.\w+)`/g)].map(([, cause = '']) => cause)
  return [...new Set([...named, ...(text.includes('from outside') ? [OUTSIDE] : [])])]
}

const header = fieldsIn(page.slice(0, page.indexOf('\n## '))).map(({ name }) => name)
const events: SupervisionEvent[] = []
/** For each type, what its events had as causes. */
const causes = new Map<string, Set<string>>(TYPES.map((type) => [type, new Set()]))

function take(run: readonly SupervisionEvent[]): void {
  for (const event of run) {
    const cause = event.cause === null ? undefined : run[event.cause - 1]?.type
    causes.get(event.type)?.add(cause === undefined || cause === 'scenario.step' ? OUTSIDE : cause)
  }
  events.push(...run)
}

const leaf = (id: string, options: object = {}) => worker(id, { command: ['run', id], ...options })
const call = (name: string, path: string, more: object = {}) => ({ call: name, path, ...more })

/** What random runs meet seldom, or never. */
function playTheRest(): void {
  const nested = supervisor('sub', { restart: 'transient', intensity: 0, children: [leaf('x')] })
  const failing = supervisor('s', { children: [leaf('a', { shutdown: 'brutal_kill' }), leaf('b'), nested, leaf('c')] })
  take(play(failing, { steps: [{ at: '0s', failStart: 's/c' }] }).events)
  const both = [
    { at: '0s', startTakes: 's/a', duration: '1h' },
    { at: '0s', ignoreStop: 's/a' },
  ]
  take(play(supervisor('s', { children: [leaf('a', { startTimeout: '1s' })] }), { steps: both }).events)
  const significant = supervisor('sub', { ...nested, significant: true })
  const shutsDown = supervisor('s', { autoShutdown: 'any_significant', children: [significant] })
  const byCommand = supervisor('s', { children: [leaf('a', { stopCommand: ['stop', 'a'] })] })
  take(play(byCommand, { steps: [{ call: 'stop' }] }).events)
  take(play(shutsDown, { steps: [{ exit: 's/sub/x' }] }).events)
  take(play(supervisor('t', { children: [shutsDown] }), { steps: [{ exit: 't/s/sub/x' }] }).events)
  const calls = [call('terminateChild', 's/sub'), call('restartChild', 's/sub'), call('startChild', 's', { spec: {} })]
  const named = [
    call('startChild', 's', { spec: leaf('n', { dependsOn: ['nobody'] }) }),
    call('startChild', 's', { spec: leaf('b') }),
    { failStart: 's/n' },
    call('startChild', 's', { spec: leaf('n') }),
    call('terminateChild', 's/a'),
    call('deleteChild', 's/a'),
  ]
  take(play(failing, { steps: [...calls.slice(0, 2), ...named] }).events)
}

beforeAll(async () => {
  fc.assert(
    fc.property(anyRun, ({ tree, scenario }) => take(play(tree, scenario).events)),
    { numRuns: 1000, seed: 7 },
  )
  playTheRest()
  // Only the real launcher has a message for a process that cannot be made.
  const run: SupervisionEvent[] = []
  const impossible = supervisor('s', { children: [worker('a', { command: ['/no/such/program'] })] })
  await Promise.allSettled([start(impossible, { onEvent: (event) => run.push(event) })])
  take(run)
})

describe('docs/events.md', () => {
  it('has every type of event, once', () => {
    const headings = [...page.matchAll(/^### `(.*)`$/gm)].map(([, type = '']) => type)
    expect(headings.toSorted()).toEqual(TYPES.toSorted())
  })

  it.each(TYPES)('%s: its fields are those of its events', (type) => {
    const documented = fieldsIn(sectionOf(type))
    const seen = events.filter((event) => event.type === type).map((event) => Object.keys(event))
    const always = documented.filter(({ isOptional }) => !isOptional).map(({ name }) => name)
    for (const keys of seen) expect(keys).toEqual(expect.arrayContaining([...header, ...always]))
    const all = [...header, ...documented.map(({ name }) => name)]
    expect([...new Set(seen.flat())].toSorted()).toEqual(all.toSorted())
  })

  it.each(TYPES)('%s: its causes are those of its events', (type) => {
    expect([...(causes.get(type) ?? [])].toSorted()).toEqual(causesOf(type).toSorted())
  })

  it('has every kind of exit, and every reason for SIGKILL', () => {
    const exits = page.slice(page.indexOf('## Exits'))
    expect(KINDS.filter((kind) => !exits.includes(`\`${kind}\``))).toEqual([])
    expect(KILL_REASONS.filter((why) => !sectionOf('child.killing').includes(`\`${why}\``))).toEqual([])
  })

  it('says how an exit looks', () => {
    const exit = events.find((event) => event.type === 'child.exited')?.exit ?? {}
    const [, fields = ''] = /`\{ ([\w, ]+) \}`/.exec(page.slice(page.indexOf('## Exits'))) ?? []
    expect(fields.split(', ').toSorted()).toEqual(Object.keys(exit).toSorted())
  })
})
