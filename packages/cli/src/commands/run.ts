import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const EXITS = `
Exit codes:
  0    the tree was stopped as asked, or shut down automatically
  1    an internal error
  2    wrong usage, or a tree file that cannot be used
  10   the root gave up: too many restarts
  12   a child could not be started at boot
  130  a second Ctrl-C (SIGINT or SIGTERM) killed everything`

/** `otp-sup run [TREE]` */
export const runCommand = (io: Io, finish: Finish) =>
  new Command('run')
    .alias('up')
    .description('start a tree and stay in the foreground until it ends')
    .argument('[TREE]', 'the tree file; without it, the first tree.* in the current folder')
    .option('--events <FILE>', 'append every event to a file, one JSON object a line; - is stdout')
    .option('--json', "the supervisor's own log as JSON lines")
    .option('--quiet', "of the supervisor's own log only errors")
    .option('--no-color', 'no colours')
    .addHelpText('after', EXITS)
    .action(async (file, options) => {
      const { runTree } = await import('../foreground/run-tree.ts')
      finish(await runTree(file, options, io))
    })
