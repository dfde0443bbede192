// docs/events.md tells the truth: every type, its fields and its causes, as simulated trees have them.
import {
  type ExitKind,
  type KillReason,
  type Launcher,
  type Ports,
  type SupervisionEvent,
  type SupervisorSpec,
  start,
  supervisor,
  type WorkerSpec,
  worker,
} from '@otp-sup/core'
import { virtualTree } from '@otp-sup/core/testing'
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
  'child.healthy': true,
  'child.unhealthy': true,
  'child.over_limit': true,
  'child.removed': true,
  'spec.reloaded': true,
  'spec.rejected': true,
  'call.received': true,
  'call.answered': true,
  'scenario.step': true,
} satisfies Record<SupervisionEvent['type'], true>)
const KINDS = Object.keys({
  exit: true,
  signal: true,
  spawn_error: true,
  start_timeout: true,
  unhealthy: true,
  memory_limit: true,
  cpu_limit: true,
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

/** What only real processes do: no program to run, a check that goes well, too much memory, a kill by the kernel. */
async function runForReal(): Promise<void> {
  const takeRun = async (spec: SupervisorSpec, until: SupervisionEvent['type'], ports: Partial<Ports> = {}) => {
    const run: SupervisionEvent[] = []
    const done = new AbortController()
    const onEvent = (event: SupervisionEvent): void => {
      run.push(event)
      if (event.type === until) done.abort()
    }
    const [started] = await Promise.allSettled([start(spec, { onEvent, signal: done.signal, ports })])
    if (started.status === 'fulfilled') await started.value.done
    take(run)
  }
  const sleeps = (options: object) => worker('a', { command: ['sleep', '1000'], ...options })
  const tree = (child: WorkerSpec) => supervisor('s', { monitorInterval: '50ms', children: [child] })
  await takeRun(tree(worker('a', { command: ['/no/such/program'] })), 'tree.stopped')
  await takeRun(tree(sleeps({ health: { exec: ['true'], every: '50ms' } })), 'child.healthy')
  await takeRun(tree(sleeps({ limits: { memory: '1kB' } })), 'child.exited')
  await takeRun(tree(sleeps({ limits: { memory: '1kB' }, shutdown: 'brutal_kill' })), 'child.exited')
  const launcher: Launcher = {
    launch(_order, report) {
      setImmediate(() => report.ended({ kind: 'signal', signal: 'SIGKILL', outOfMemory: true }))
      report.ready()
      return { pid: 1, stop() {}, kill() {}, signal: () => false }
    },
  }
  await takeRun(tree(sleeps({})), 'child.exited', { launcher })
}

function reload(): void {
  const tree = virtualTree(
    supervisor('s', { children: [leaf('a'), leaf('b'), leaf('c', { shutdown: 'brutal_kill' })] }),
  )
  const wanted = supervisor('s', { children: [leaf('a', { cwd: '/x' }), leaf('d')] })
  tree.failStart('s/a')
  for (const spec of [wanted, wanted, supervisor('t')]) tree.reload(spec)
  take(tree.events)
}

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
  for (const shutdown of ['1s', 'brutal_kill'] as const) {
    const checked = supervisor('s', { children: [leaf('a', { shutdown, health: { tcp: 80 } })] })
    take(play(checked, { steps: [{ unhealthy: 's/a' }] }).events)
  }
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
  reload()
  await runForReal()
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
