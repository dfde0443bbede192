import { Command, Option } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Tells, in virtual time: whom a failure takes along, who is stopped and started
in which order, what is left of the restarts, and how long who is not there.

Examples:
  otp-sup explain tree.ts --if shop/db                 it exits with code 1
  otp-sup explain tree.ts --if shop/db:signal=KILL     it is killed
  otp-sup explain tree.ts --if shop/job:exit=0         it ends normally
  otp-sup explain tree.ts --if shop/db --times 5       again and again
  otp-sup explain tree.ts --if shop/db --times 5 --every 2s
  otp-sup explain tree.ts --if shop/db --json          for programs

--json is one object; fields are only ever added:
  version      1
  tree         what the tree is called
  failure      path, end, times, everyMs: what was asked
  failures     of each: at, applied, effects (who is stopped and started:
               stops, starts; with all below them: stopOrder, startOrder),
               untouched (a number: as in the failure with that index, from 0)
  budgets      of each supervisor above: restarts, intensity, periodMs,
               givesUpAfter (so many more such failures; null: not within
               failuresAhead, which is 0 when nothing more can fail)
  outages      of each leaf that goes down: simulated and worst, of kind back
               (afterMs), stays_down, or no_limit (because)
  end          at, running, outcome, gaveUp, exitCode (null: it still runs)
  events       all that happened, in the form of simulate --json, but: there
               is no scenario.step, a start takes its ready.delay, and a
               back-off waits for the middle of what its jitter allows

Exit codes:
  0  it is explained, whatever becomes of the tree
  2  wrong usage, or a tree file that cannot be used`

/** `otp-sup explain [TREE] --if FAILURE` */
export const explainCommand = (io: Io, finish: Finish) =>
  new Command('explain')
    .description('tell what happens if a child fails; nothing is started')
    .argument('[TREE]', 'the tree file; without it, the first tree.* in the current folder')
    .requiredOption('--if <PATH[:exit=N|:signal=NAME]>', 'who fails, and how; with code 1 unless it is said')
    .option('--times <N>', 'how often; once unless it is said')
    .option('--every <DURATION>', 'how long from one failure to the next, such as 10s')
    .option('--json', 'the explanation as JSON')
    .addOption(new Option('--name <NAME>', "what the tree is called, instead of its root's id").env('OTP_SUP_NAME'))
    .addHelpText('after', MORE)
    .action(async (file, options) => {
      const { explainTree } = await import('../simulation/explain-tree.ts')
      finish(await explainTree(file, options, io))
    })
