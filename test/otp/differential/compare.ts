// Two traces of one case, side by side. Lines are compared as they are. Where we differ from OTP on purpose (design,
// sections 4 and 8), the generator or the words of the lines keep it out, never a looser comparison:
//   whichChildren is in start order, which_children newest first        the Erlang side turns its lists round
//   the restart window is in ms, OTP's in whole seconds                 it is longer than any case: counts are compared
//   a call without an answer gets it when its supervisor begins to      the Erlang side writes that answer where
//     stop; in OTP its caller exits when the supervisor is down           supervisor:terminate/2 is called
//   `active` of countChildren is what whichChildren calls running;      no countChildren among simultaneous steps, where
//     OTP also looks whether it is still alive                            a death may lie in the mailbox
//   while a one_for_one supervisor waits for a child to stop, it        no simultaneous steps for these in cases with
//     serves the others                                                   leaves that ignore their stop
//   children of simple_one_for_one have ids, in OTP pids               the Erlang side gives names, see otp_tree:start_copy,
//                                                                       and calls the pid that has a name at that moment;
//                                                                       an id is given once: OTP cannot refuse it
//   a former child of it is not_found; OTP says ok to a dead pid        the Erlang side names any pid that is no child
//   which_children lists these in no order, restarting ones             the Erlang side orders them by their first
//     without a pid                                                       start; nobody names a restarting one
//   they stop all at once, in an order that OTP leaves open             lines of such a stop stand child by child
//                                                                         (pool-stops.ts); none of them ignores its stop
//   after terminate_child of a restarting child of                      no countChildren of a supervisor that may get such a
//     simple_one_for_one, OTP's `active` is one too small, even -1        call
//   a round of a group takes exits while it waits for starts; a start   no deaf leaf and no failing start below one child of
//     that fails takes time where a deaf leaf is stopped again            a group that gets simultaneous exits
//   a supervisor's finite shutdown kills its subtree; OTP's leaves      supervisors have `infinity`, the default
//     orphans
//   a call to a tree that is down does nothing; in OTP it fails           such calls are taken out of OTP's lines
// Not to be had in a simulation: a permanent child that answers a stop with 0 (class shutdown here, normal in OTP).
import type { Case } from '../case.ts'
import { childByChild } from './pool-stops.ts'

/** The first place where the traces differ, with everything needed to look into it; null if there is none. */
export function firstDifference(
  tested: Case,
  allOfOtp: readonly string[],
  allOfOurs: readonly string[],
): string | null {
  const otp = comparable(allOfOtp)
  const ours = comparable(allOfOurs)
  const length = Math.max(otp.length, ours.length)
  const at = Array.from({ length }, (_, index) => index).find((index) => otp[index] !== ours[index])
  if (at === undefined) return null
  return [
    `The traces differ in line ${at + 1}:`,
    `  OTP:  ${otp[at] ?? '(ends)'}`,
    `  ours: ${ours[at] ?? '(ends)'}`,
    `case: ${JSON.stringify(tested)}`,
    ...tested.steps.map((step, index) => `step ${index}: ${JSON.stringify(step)}`),
    `${'OTP'.padEnd(60)}   ours`,
    ...Array.from({ length }, (_, index) => sideBySide(otp[index], ours[index])),
  ].join('\n')
}

/** The lines of a trace as far as there is something to compare them with. */
export function comparable(lines: readonly string[]): string[] {
  return childByChild(withoutCallsToNobody(lines)).map((line) => line.trimEnd())
}

function withoutCallsToNobody(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => /^[-!][^/]*#\d+\(/.test(line))
  return end === -1 ? lines : lines.filter((line, index) => index <= end || !/^[>=] /.test(line))
}

function sideBySide(otp = '', ours = ''): string {
  return `${otp.padEnd(60)} ${otp === ours ? ' ' : '|'} ${ours}`
}
