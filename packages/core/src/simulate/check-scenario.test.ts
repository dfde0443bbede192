import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkSpec } from '../spec/check-spec.ts'
import { checkScenario } from './check-scenario.ts'

const checked = checkSpec(
  {
    id: 'shop',
    children: [
      { id: 'db', command: ['db'] },
      { id: 'jobs', children: [{ id: 'mailer', command: ['mailer'] }] },
    ],
  },
  { cwd: '/' },
)
const pool = checkSpec(
  {
    id: 'pool',
    strategy: 'simple_one_for_one',
    template: { id: 'crew', children: [{ id: 'cook', command: ['cook'], instances: 2 }] },
  },
  { cwd: '/' },
)
if (!checked.ok || !pool.ok) throw new Error('the tree is wrong')
const { spec } = checked

const problems = (scenario: unknown, of = spec) => {
  const result = checkScenario(scenario, of)
  return result.ok ? [] : result.problems.map(({ step, message, fix }) => `${step}: ${message} ${fix}`)
}

describe('a wrong scenario is refused with the position of the step', () => {
  it.each([
    ['no object', 7, ['null: A scenario is an object']],
    ['an unknown key', { step: [] }, ['Did you mean "steps"?']],
    ['steps that are no list', { steps: {} }, ['null: steps is']],
    ['a bare number', { until: 5 }, ['"5s" or "5ms"']],
    ['a seed that is no whole number', { seed: 'x' }, ['seed is "x"']],
    ['a step that is no object', { steps: [7] }, ['0: A step is an object']],
    ['a step that says nothing', { steps: [{ at: '1s' }] }, ['0: A step must say what happens']],
    ['a slip in its kind', { steps: [{ exits: 'shop/db' }] }, ['Did you mean "exit"?']],
    ['two things in one step', { steps: [{ exit: 'shop/db', call: 'stop' }] }, ['0: A step does one thing']],
    ['an unknown key of a step', { steps: [{ exit: 'shop/db', cod: 1 }] }, ['Did you mean "code"?']],
    [
      'an unknown path',
      { steps: [{}, { exit: 'shop/dp' }] },
      ['0:', '1: No leaf has the path "shop/dp". Did you mean "shop/db"?'],
    ],
    ['a path far off', { steps: [{ exit: 7 }] }, ['Leaves of this tree: shop/db, shop/jobs/mailer']],
    ['nobody', { steps: [{ exit: [] }] }, ['exit is an empty list']],
    [
      'the exit of a supervisor',
      { steps: [{ exit: 'shop/jobs' }] },
      ['"shop/jobs" is a supervisor, and ends only by its rules. Name a leaf below it: shop/jobs/mailer.'],
    ],
    ['a code and a signal', { steps: [{ exit: 'shop/db', code: 1, signal: 'SIGTERM' }] }, ['not by both']],
    ['a code out of range', { steps: [{ exit: 'shop/db', code: 256 }] }, ['from 0 to 255']],
    [
      'an unknown signal',
      { steps: [{ exit: 'shop/db', signal: 'TERM' }] },
      ['signal is "TERM". Did you mean "SIGTERM"?'],
    ],
    ['a signal in small letters', { steps: [{ exit: 'shop/db', signal: 'sigkill' }] }, ['Did you mean "SIGKILL"?']],
    [
      'a signal like no other: SIG alone makes none alike',
      { steps: [{ exit: 'shop/db', signal: 'SIGFOO' }] },
      ['signal is "SIGFOO". Write a name such as "SIGKILL".'],
    ],
    [
      'one leaf of another tree, by its root',
      { steps: [{ exit: 'blog/db' }] },
      ['0: No leaf has the path "blog/db": this tree is called "shop". Did you mean "shop/db"?'],
    ],
    ['times that are none', { steps: [{ failStart: 'shop/db', times: -1 }] }, ['times is -1']],
    ['no path', { steps: [{ ignoreStop: 'shop/' }] }, ['ignoreStop is "shop/", which is no path']],
    ['a start without its duration', { steps: [{ startTakes: 'shop/db' }] }, ['startTakes needs a duration']],
    ['an unknown call', { steps: [{ call: 'terminateChld', path: 'shop/db' }] }, ['Did you mean "terminateChild"?']],
    ['a call that is none', { steps: [{ call: 7 }] }, ['There is no call 7']],
    ['a call without a path', { steps: [{ call: 'whichChildren' }] }, ['path is']],
    [
      'the root as a child',
      { steps: [{ call: 'terminateChild', path: 'shop' }] },
      ['Name a child of it, or call stop'],
    ],
    ['a path for stop', { steps: [{ call: 'stop', path: 'shop' }] }, ['takes no path']],
    ['startChild without a spec', { steps: [{ call: 'startChild', path: 'shop' }] }, ['startChild needs a spec']],
    ['a spec that is wrong by itself', { steps: [{ call: 'startChild', path: 'shop', spec: { id: 'x' } }] }, ['0:']],
    [
      'times that go back',
      {
        steps: [
          { at: '2s', call: 'stop' },
          { at: '1s', call: 'stop' },
        ],
      },
      ['1: at is "1s", but step 0, before it, is at "2s". Write the steps in the order'],
    ],
    [
      'times that go back after a step that is wrong',
      {
        steps: [
          { at: '2s', call: 'stopp' },
          { at: '1s', call: 'stop' },
        ],
      },
      ['0: There is no call', '1: at is "1s", but step 0, before it, is at "2s"'],
    ],
    [
      'all by their places',
      {
        steps: [
          { exit: 'shop/dp' },
          { at: '2s', exit: 'shop/db', cod: 1 },
          { exit: 'shop/x' },
          { at: '1s', call: 'stop' },
        ],
      },
      ['0: No leaf', '1: "cod"', '2: No leaf', '3: at is'],
    ],
    [
      'a scenario for another tree, once',
      { steps: [{ exit: ['blog/db', 'blog/web'] }, { exit: 'shop/db' }, { exit: 'blog/api' }, { exit: 'blog/db' }] },
      [
        '0: This scenario is for another tree: 3 of its leaves are not in this one, which is called "shop", the first is "blog/db". Leaves of',
      ],
    ],
    [
      'each slip by itself, when most of it is right',
      { steps: [{ exit: ['shop/db', 'shop/jobs/mailer'] }, { exit: ['shop/dp', 'shop/jobs/mailr'] }] },
      ['1: No leaf has the path "shop/dp"', 'Did you mean "shop/jobs/mailer"?'],
    ],
    ['a path that is deeper', { steps: [{ exit: 'shop/mailer' }] }, ['Did you mean "shop/jobs/mailer"?']],
    ['a slip in the middle', { steps: [{ exit: 'shop/jbos/mailer' }] }, ['Did you mean "shop/jobs/mailer"?']],
    [
      'an id that is like no other',
      { steps: [{ exit: 'shop/q' }] },
      ['Leaves of this tree: shop/db, shop/jobs/mailer.'],
    ],
    ['an exit before anything runs', { steps: [{ at: '0s', exit: 'shop/db' }] }, ['0: Nothing runs at 0s yet']],
  ] as const)('%s', (_, scenario, expected) => {
    const found = problems(scenario)
    expect(found).toHaveLength(expected.length)
    for (const [index, text] of expected.entries()) expect(found[index]).toContain(text)
  })

  it.each([
    ['a pattern, which is no path', 'pool/crew@*/cook@1', 'Did you mean "pool/crew@1/cook@1"?'],
    ['a path without its numbers', 'pool/crew/cook', 'Did you mean "pool/crew@1/cook@1"?'],
    ['what is made of a template, a supervisor', 'pool/crew@7', 'below it: pool/crew@7/cook@1, pool/crew@7/cook@2.'],
    ['a number that nothing has', 'pool/crew@1/cook@3', 'Did you mean "pool/crew@1/cook@1"?'],
  ])('%s', (_, exit, fix) => {
    expect(problems({ steps: [{ exit }] }, pool.spec)).toEqual([expect.stringContaining(fix)])
  })

  it('also when nobody can know what was meant', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void checkScenario(value, spec)))
  })
})

describe('a scenario may', () => {
  it.each([
    ['be empty', {}],
    [
      'name a leaf that a call of it adds',
      { steps: [{ call: 'startChild', path: 'shop', spec: { id: 'n', command: ['n'] } }, { exit: 'shop/n' }] },
    ],
    [
      'name it also before that call: then nothing runs there',
      {
        steps: [{ exit: 'shop/n' }, { call: 'startChild', path: 'shop', spec: { id: 'n', command: ['n'] } }],
      },
    ],
    ['plan for a path that may never exist', { steps: [{ failStart: 'shop/jobs/later' }] }],
    [
      'call a path of another tree',
      {
        steps: [
          { call: 'terminateChild', path: 'nope' },
          { call: 'whichChildren', path: 'nope' },
        ],
      },
    ],
    ['call a path that does not exist', { steps: [{ call: 'terminateChild', path: 'shop/nobody' }] }],
    [
      'leave to the supervisor what only it can refuse',
      { steps: [{ call: 'startChild', path: 'shop', spec: { id: 'n', command: ['n'], dependsOn: ['x'] } }] },
    ],
  ])('%s', (_, scenario) => {
    expect(problems(scenario)).toEqual([])
  })
})
