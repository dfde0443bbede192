import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UnsettledError } from '../errors.ts'
import { checkSpec } from '../spec/check-spec.ts'
import { runBatch } from './batch.ts'
import { checkScenario } from './check-scenario.ts'
import { keyTwice } from './key-twice.ts'
import { simulateChecked } from './simulate.ts'

const leaf = (id: string, options: object = {}) => ({ id, command: ['run', id], ...options })
const shop = { id: 'shop', strategy: 'one_for_all', children: [leaf('db'), leaf('api')] }

const run = (tree: object, scenario: object) => {
  const spec = checkSpec(tree, { cwd: '/' })
  if (!spec.ok) throw new Error(JSON.stringify(spec.problems))
  const checked = checkScenario(scenario, spec.spec)
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return simulateChecked(spec.spec, checked.scenario)
}
const steps = (tree: object, ...list: object[]) =>
  run(tree, { steps: list }).events.flatMap((event) => (event.type === 'scenario.step' ? [event] : []))

describe('time', () => {
  it('a step without a time waits until the one before has settled', () => {
    const slow = { startTakes: 'shop/db', duration: '3s' }
    expect(steps(shop, slow, { exit: 'shop/api' }, { call: 'stop' }).map(({ at }) => at)).toEqual([0, 0, 3000])
  })

  it('a step with a time does not', () => {
    const slow = { startTakes: 'shop/db', duration: '3s' }
    const list = [slow, { at: '1s', exit: 'shop/api' }, { at: '2s', call: 'stop' }]
    expect(steps(shop, ...list).map(({ at }) => at)).toEqual([0, 1000, 2000])
  })

  it('plans at 0s are made before the root starts', () => {
    const { events, end } = run(shop, { steps: [{ at: '0s', failStart: 'shop/db' }] })
    expect(events.slice(0, 3).map(({ type }) => type)).toEqual([
      'tree.starting',
      'scenario.step',
      'supervisor.starting',
    ])
    expect(end.outcome).toBe('start_failed')
  })

  it('simultaneous steps are all in their mailboxes before the first is handled', () => {
    const together = [
      { at: '1s', exit: 'shop/db' },
      { at: '1s', exit: 'shop/api' },
    ]
    const { events } = run(shop, { steps: together })
    expect(events.filter(({ type }) => type === 'supervisor.restarting')).toHaveLength(1)
    const inOne = run(shop, { steps: [{ at: '1s', exit: ['shop/db', 'shop/api'] }] })
    expect(inOne.events.filter(({ type }) => type === 'supervisor.restarting')).toHaveLength(1)
  })

  it('a step later than until is not reached', () => {
    expect(run(shop, { until: '1s', steps: [{ at: '2s', call: 'stop' }] }).end).toMatchObject({
      at: 1000,
      outcome: 'running',
    })
  })

  it('ends where until says, whatever is under way', () => {
    const list = [{ startTakes: 'shop/db', duration: '1h' }, { exit: 'shop/api' }, { call: 'stop' }]
    const { end, events } = run(shop, { until: '10s', steps: list })
    expect(end).toMatchObject({ at: 10_000, outcome: 'running', running: ['shop'] })
    expect(events.filter(({ type }) => type === 'scenario.step')).toHaveLength(2)
  })

  it('has an end: a tree that never settles is an error, unless until is given', () => {
    const never = { id: 's', children: [leaf('a', { startTimeout: '2s' })] }
    const scenario = { steps: [{ startTakes: 's/a', duration: '1h' }, { exit: 's/a' }] }
    expect(() => run(never, scenario)).toThrow(UnsettledError)
    expect(run(never, { ...scenario, until: '1m' }).end.outcome).toBe('running')
  })

  it('does not wait for an end that never comes', () => {
    const deaf = { id: 's', children: [leaf('a', { shutdown: 'infinity' })] }
    expect(run(deaf, { steps: [{ ignoreStop: 's/a' }, { call: 'stop' }] }).end).toMatchObject({
      at: 0,
      outcome: 'running',
    })
  })
})

describe('a step', () => {
  it('is the cause of what it does', () => {
    const { events } = run(shop, { steps: [{ exit: 'shop/db' }] })
    const step = events.find(({ type }) => type === 'scenario.step')
    expect(events.find(({ type }) => type === 'child.exited')).toMatchObject({ cause: step?.seq })
  })

  it.each([
    ['an exit of a leaf that runs', [{ exit: 'shop/db' }], true],
    ['an exit of a leaf that does not run', [{ call: 'terminateChild', path: 'shop/db' }, { exit: 'shop/db' }], false],
    [
      'an exit of a leaf that is still starting',
      [
        { at: '0s', startTakes: 'shop/db', duration: '2s' },
        { at: '1s', exit: 'shop/db' },
      ],
      false,
    ],
    [
      'an exit of two leaves, one of which runs',
      [{ call: 'terminateChild', path: 'shop/db' }, { exit: ['shop/db', 'shop/api'] }],
      true,
    ],
    ['a call', [{ call: 'whichChildren', path: 'shop' }], true],
    ['a call that is answered supervisor_down', [{ call: 'whichChildren', path: 'shop/x' }], false],
    ['a plan', [{ ignoreStop: 'shop/db' }], true],
    ['a plan when the tree is down', [{ call: 'stop' }, { ignoreStop: 'shop/db' }], false],
    ['a second stop when the tree is down', [{ call: 'stop' }, { call: 'stop' }], false],
  ] as const)('%s: applied is what it says', (_, list, applied) => {
    expect(steps(shop, ...list).at(-1)).toMatchObject({ step: list.length - 1, applied })
  })

  it('that was a call is not applied when its supervisor went down before it answered', () => {
    const list = [
      { ignoreStop: 'shop/api' },
      { at: '1s', call: 'terminateChild', path: 'shop/api' },
      { at: '2s', call: 'whichChildren', path: 'shop' },
      { at: '3s', call: 'stop' },
    ]
    expect(steps(shop, ...list).map(({ applied }) => applied)).toEqual([true, false, false, true])
  })
})

describe('when the tree is down', () => {
  it('the remaining steps do nothing, calls included: tree.stopped is the last event of the tree', () => {
    const list = [{ call: 'stop' }, { call: 'whichChildren', path: 'shop' }, { exit: 'shop/db' }]
    const { events } = run(shop, { steps: list })
    expect(events.slice(-3).map(({ type }) => type)).toEqual(['tree.stopped', 'scenario.step', 'scenario.step'])
    expect(steps(shop, ...list).map(({ applied }) => applied)).toEqual([true, false, false])
  })
})

describe('the last line', () => {
  it('does not list a supervisor that is going down, nor whom it has asked to stop', () => {
    const job = leaf('x', { restart: 'temporary', significant: true })
    const n = { id: 'n', autoShutdown: 'any_significant', children: [job, leaf('y', { shutdown: '1m' })] }
    const list = [{ ignoreStop: 's/n/y' }, { at: '1s', exit: 's/n/x', code: 0 }]
    expect(run({ id: 's', children: [n, leaf('b')] }, { until: '10s', steps: list }).end.running).toEqual(['s', 's/b'])
  })

  it.each([
    ['running', [], 'running'],
    ['stopped', [{ call: 'stop' }], 'stopped'],
    ['gave up', [1, 2, 3, 4].map(() => ({ exit: 'shop/db' })), 'gave_up'],
  ] as const)('says how it ended: %s', (_, list, outcome) => {
    expect(run(shop, { steps: list }).end.outcome).toBe(outcome)
  })

  it('lists what is up, a supervisor before its children, siblings in the supervisor’s own order', () => {
    const nested = { id: 's', children: [leaf('a'), { id: 'sub', children: [leaf('x'), leaf('y')] }, leaf('z')] }
    const added = { call: 'startChild', path: 's', spec: leaf('b') }
    const { end } = run(nested, { steps: [added, { call: 'terminateChild', path: 's/sub/x' }] })
    expect(end.running).toEqual(['s', 's/a', 's/sub', 's/sub/y', 's/z', 's/b'])
  })
})

describe('a batch', () => {
  const lines = (input: string) =>
    runBatch(input, { cwd: '/' }).map((line) => JSON.parse(line) as { type: string; case: unknown })

  it('answers each case with its name on every line', () => {
    const answered = lines(JSON.stringify({ case: 7, tree: shop, scenario: { steps: [] } }))
    expect(new Set(answered.map((line) => line.case))).toEqual(new Set([7]))
    expect(answered.at(-1)).toMatchObject({ type: 'simulation.ended', outcome: 'running' })
  })

  it('says which line it refuses, and leaves keys of the user alone', () => {
    const [refused] = runBatch('{', { cwd: '/', line: 7 }).map((line) => JSON.parse(line) as { line: number })
    expect(refused).toMatchObject({ type: 'simulation.refused', line: 7 })
    expect(lines(JSON.stringify({ case: 7, tree: shop, note: 'mine' })).at(-1)).toMatchObject({ outcome: 'running' })
  })

  it.each([
    ['in a step', '{"case":1,"scenario":{"steps":[{"exit":"shop/db","exit":"shop/api"}]}}', 'exit'],
    ['written in two ways', '{"case":1,"tree":{"id":"s","\\u0069d" : "t"}}', 'id'],
    ['that no object has by itself', '{"case":1,"a":{"__proto__":1,"__proto__":2}}', '__proto__'],
  ])('refuses a key that stands twice, as tree files do: %s', (_, input, key) => {
    expect(lines(input)).toEqual([
      {
        type: 'simulation.refused',
        case: 1,
        problems: [{ message: `The key "${key}" stands twice in one object.`, fix: 'Remove one of them.' }],
      },
    ])
  })

  it('takes no text for a key, whatever stands in it', () => {
    const note = ['"a": 1, "a": 2', '\\', '\\"', { a: '{"a":', b: { a: 1 } }, [{ a: 1 }, { a: 2 }]]
    expect(lines(JSON.stringify({ case: 7, tree: shop, note })).at(-1)).toMatchObject({ outcome: 'running' })
  })

  it('finds a key that stands twice in any JSON, and none where there is none', () => {
    const twice = fc.tuple(fc.jsonValue(), fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(twice, ([value, key, other]) => {
        expect(keyTwice(JSON.stringify(value), value)).toBe(null)
        const text = `[${JSON.stringify(other)},{${JSON.stringify(key)}:${JSON.stringify(value)},${JSON.stringify(key)}:1}]`
        expect(keyTwice(text, JSON.parse(text))).toBe(key)
      }),
    )
  })

  it.each([
    ['a line that is no JSON', '{', null],
    ['a line that is no object', '7', null],
    ['a line without a tree', JSON.stringify({ case: 'z', scenario: {} }), 'z'],
    ['a slip in a key', JSON.stringify({ case: 'z', tree: shop, scenaro: {} }), 'z'],
    ['a line nested beyond reason', `${'['.repeat(1e5)}${']'.repeat(1e5)}`, null],
    ['a name nested beyond reason', `{"case":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, null],
    ['a wrong tree', JSON.stringify({ case: 'a', tree: { id: 's', children: 7 } }), 'a'],
    ['a wrong scenario', JSON.stringify({ case: 'b', tree: shop, scenario: { steps: [{}] } }), 'b'],
    [
      'one without an end',
      JSON.stringify({
        case: 'c',
        tree: { id: 's', children: [leaf('a', { startTimeout: '2s' })] },
        scenario: { steps: [{ startTakes: 's/a', duration: '1h' }, { exit: 's/a' }] },
      }),
      'c',
    ],
  ])('refuses %s in one line', (_, input, name) => {
    const refused = lines(input)
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatchObject({ type: 'simulation.refused', case: name })
  })
})
