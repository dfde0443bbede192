// The random cases are worth what they reach: this counts it, on our side only. OTP_REACH=1 prints all of it.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { caseArbitrary } from './differential/case-arbitrary.ts'
import { situationsOf } from './differential/situations.ts'
import { simulated } from './simulated.ts'

const CASES = 3_000
const LEAST = 2

const GROUPS = ['one_for_all', 'rest_for_one']
const STATIC = ['one_for_one', ...GROUPS]
const ALL = [...STATIC, 'simple_one_for_one']

/** Every combination, in words. */
function each(...parts: readonly (readonly (string | number)[])[]): string[] {
  return parts.reduce<string[]>((texts, part) => texts.flatMap((text) => part.map((more) => `${text}${more}`)), [''])
}

function answers(call: string, names: readonly string[]): string[] {
  return names.map((name) => `${call}: ${name}`)
}

const topics: Readonly<Record<string, readonly string[]>> = {
  'every way in which a child ends': [
    ...each(['an exit: by itself, '], ['abnormal, exit', 'abnormal, signal', 'normal, exit', 'shutdown, signal']),
    ...each(['an exit: requested, '], ['shutdown, signal', 'abnormal, killed']),
  ],
  'every end of a supervisor, down to the fourth level': [
    ...each(['an end: '], ['gave_up', 'auto_shutdown', 'requested'], [' at level '], [1, 2, 3, 4]),
    ...each(['an end: '], ['gave_up', 'requested'], [' of a pool']),
    ...each(['an end: '], ['gave_up', 'auto_shutdown', 'requested'], [' of a child of a pool']),
  ],
  'every outcome of a tree': each(['outcome '], ['running', 'stopped', 'gave_up', 'auto_shutdown', 'start_failed']),
  'failed starts at boot, in rounds and by calls, of leaves and of supervisors': each(
    ['a failed start: by '],
    ['tree.starting, of a supervisor', 'supervisor.starting', 'supervisor.restarting', 'call.received'],
  ).concat(each(['a failed start: by '], ['supervisor.restarting', 'call.received'], [', of a supervisor'])),
  'rounds of every strategy, and their retries, at every level': [
    ...each(['a round: '], ALL, [', at level '], [1, 2, 3, 4]),
    ...each(['a round: '], ALL, [', a retry '], [1, 2, 3]),
    ...each(['a round: '], GROUPS, [', starts a child that was down', ', drops a temporary child']),
    ...each(
      ['a round: '],
      ['one_for_one', 'rest_for_one', 'simple_one_for_one'],
      [', while another child is restarting'],
    ),
  ],
  'every answer of every call': [
    ...answers('startChild', ['ok', 'already_started', 'already_present', 'start_failed', 'invalid_spec']),
    ...answers('restartChild', ['ok', 'running', 'restarting', 'not_found', 'start_failed', 'simple_one_for_one']),
    ...answers('deleteChild', ['ok', 'running', 'restarting', 'not_found', 'simple_one_for_one']),
    ...answers('terminateChild', ['ok', 'not_found']),
    ...answers('getChildSpec', ['ok', 'not_found']),
    ...answers('whichChildren', ['ok, running', 'ok, restarting', 'ok, down']),
    ...answers('countChildren', ['ok']),
    ...each(
      ['start', 'restart', 'delete', 'terminate'].map((name) => `${name}Child`),
      [': supervisor_down'],
    ),
  ],
  'calls that name a restarting child, under every strategy': [
    ...each(['terminateChild: ok, of the restarting child, '], ALL),
    ...each(['restartChild', 'deleteChild'], [': restarting, of the restarting child, '], STATIC),
    ...each(['restartChild', 'deleteChild'], [': simple_one_for_one, of the restarting child, simple_one_for_one']),
    ...each(['startChild: already_present, while a child is restarting, '], STATIC),
    ...each(['whichChildren: ok, while a child is restarting, '], ALL),
  ],
  'calls that name its siblings': [
    ...each(['terminateChild: ok, of a sibling of a restarting child, '], STATIC),
    ...each(['restartChild', 'deleteChild'], [': running, of a sibling of a restarting child, '], STATIC),
    ...each(['restartChild', 'deleteChild'], [': ok, of a sibling of a restarting child, '], GROUPS),
    ...each(['startChild: ok, while a child is restarting, '], STATIC),
  ],
  'significant children that end while another is restarting': each(
    ['an end of a significant child behind a failed restart of another: '],
    ['any_significant', 'all_significant'],
  ),
  'ends amid a restart': each(['an end: '], ['gave_up', 'requested'], [' while a child is restarting, '], ALL).concat(
    each(['an end: auto_shutdown while a child is restarting, '], ['one_for_one', 'rest_for_one']),
  ),
}

describe(`${CASES} random cases reach`, () => {
  const counts = new Map<string, number>()
  beforeAll(() => {
    for (const tested of fc.sample(caseArbitrary, { numRuns: CASES, seed: 1 }))
      for (const name of situationsOf({ tested, events: simulated(tested) }))
        counts.set(name, (counts.get(name) ?? 0) + 1)
    if (process.env['OTP_REACH'] === undefined) return
    console.info(
      [...counts]
        .map(([name, count]) => `${name}: ${count} times`)
        .toSorted()
        .join('\n'),
    )
  })

  it.each(Object.entries(topics))('%s', (_topic, names) => {
    const rare = names.filter((name) => (counts.get(name) ?? 0) < LEAST)
    expect(rare.map((name) => `${counts.get(name) ?? 0} times: ${name}`)).toEqual([])
  })
})
