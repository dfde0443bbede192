// What may be done to a tree, drawn as numbers: `pick` stands for the entry of a list that is known only with the tree.
import fc from 'fast-check'
import { addedSpecArbitrary } from './tree-arbitrary.ts'

const ENDS = [{ code: 1 }, { code: 1 }, { code: 1 }, { code: 0 }, { signal: 'SIGTERM' }, { signal: 'SIGKILL' }] as const

const pick = fc.nat({ max: 999 })
const end = fc.constantFrom(...ENDS)
const kind = <K extends string>(name: K) => fc.constant(name)

const exit = fc.record({ kind: kind('exit'), pick, end })
const exits = fc.record({ kind: kind('exits'), pick, picks: fc.array(pick, { minLength: 2, maxLength: 3 }), end })
const failStart = fc.record({ kind: kind('failStart'), pick, times: fc.integer({ min: 1, max: 3 }) })
/** Fails, and then fails to come back: retries, and whatever meets a child that is `restarting`. */
const failingExit = fc.record({ kind: kind('failingExit'), pick, times: fc.integer({ min: 1, max: 3 }), end })
const ignoreStop = fc.record({ kind: kind('ignoreStop'), pick })
/** Calls that name one child, in a row: what was just stopped is what can be started again, or deleted. */
const childCalls = fc.record({
  kind: kind('childCalls'),
  pick,
  names: fc.array(fc.constantFrom('terminateChild', 'restartChild', 'deleteChild'), { minLength: 1, maxLength: 3 }),
})
const getSpec = fc.record({ kind: kind('childCalls'), pick, names: fc.constant(['getChildSpec']) })
const listing = fc.record({ kind: kind('listing'), pick, name: fc.constantFrom('whichChildren', 'countChildren') })
const add = fc.record({ kind: kind('add'), pick, id: fc.nat({ max: 5 }), spec: addedSpecArbitrary })
const stop = fc.record({ kind: kind('stop') })

/** A restart that fails, and in the mailbox behind the exit what meets the child that is `restarting`. */
const meeting = fc.record({
  kind: kind('meeting'),
  pick,
  child: pick,
  times: fc.integer({ min: 1, max: 3 }),
  end,
  behind: fc.array(
    fc.record({
      name: fc.constantFrom(
        'terminateChild',
        'restartChild',
        'deleteChild',
        'startChild',
        'whichChildren',
        'exit',
        'exit',
      ),
      whom: fc.constantFrom('same', 'other'),
      pick,
      end,
    }),
    { minLength: 1, maxLength: 4 },
  ),
  stops: fc.constantFrom(false, false, true),
})

/** A restart of a significant child fails, and behind its exit all other significant ones of its supervisor end. */
const lastEnds = fc.record({ kind: kind('lastEnds'), pick, child: pick, times: fc.integer({ min: 1, max: 2 }) })

const member = fc.oneof(
  { weight: 8, arbitrary: exit },
  { weight: 4, arbitrary: failingExit },
  { weight: 4, arbitrary: childCalls },
  { weight: 2, arbitrary: failStart },
  { weight: 1, arbitrary: listing },
  { weight: 2, arbitrary: add },
  { weight: 1, arbitrary: stop },
)
const members = fc.array(member, { minLength: 2, maxLength: 6 })
const together = fc.record({ kind: kind('together'), pick, members })

const action = fc.oneof(
  { weight: 20, arbitrary: exit },
  { weight: 14, arbitrary: together },
  { weight: 14, arbitrary: meeting },
  { weight: 4, arbitrary: lastEnds },
  { weight: 4, arbitrary: failingExit },
  { weight: 4, arbitrary: exits },
  { weight: 8, arbitrary: failStart },
  { weight: 3, arbitrary: ignoreStop },
  { weight: 8, arbitrary: childCalls },
  { weight: 1, arbitrary: getSpec },
  { weight: 2, arbitrary: listing },
  { weight: 4, arbitrary: add },
  { weight: 1, arbitrary: stop },
)

type Drawn<A> = A extends fc.Arbitrary<infer Value> ? Value : never

export type FailStart = Drawn<typeof failStart>
export type Add = Drawn<typeof add>
export type Member = Drawn<typeof member>
/** What names one leaf: its end, its failing starts, or both. */
export type LeafAction = Extract<Member, { kind: 'exit' | 'failStart' | 'failingExit' }>
export type Meeting = Drawn<typeof meeting>
export type LastEnds = Drawn<typeof lastEnds>
export type Action = Drawn<typeof action>

/** What is done to a tree, in order. */
export const actionsArbitrary = fc.array(action, { minLength: 1, maxLength: 12 })

/** The first children of pools. */
export const fillingArbitrary = fc.array(add, { maxLength: 4 })

/** Failing starts at boot; seldom any. */
export const bootArbitrary = fc.oneof(
  { weight: 9, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.array(failStart, { minLength: 1, maxLength: 2 }) },
)
