import { Command, Option } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Examples:
  otp-sup run                            the first tree.* in the current folder
  otp-sup run tree.ts                    until Ctrl-C, which stops it in order
  otp-sup run tree.ts --watch            reloads it when the file has changed
  otp-sup run tree.yaml --dry-run        what would be started, in order
  otp-sup run tree.ts --events - | jq .  events on stdout, the rest on stderr
  otp-sup run -d tree.ts                 in the background; ended by shutdown
  otp-sup run tree.ts -- npm test        with its exit code, when all is ready
  otp-sup run tree.ts --exit-code-from shop/test

Exit codes:
  0    the tree was stopped as asked, or shut down automatically
  1    an internal error, or the name is taken
  2    wrong usage, or a tree file that cannot be used
  10   the root gave up: too many restarts
  12   a child could not be started at boot
  130  a second Ctrl-C (SIGINT or SIGTERM) killed everything`

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `otp-sup run [TREE] [-- COMMAND…]`; `command` is what stands after `--`. */
export const runCommand = (io: Io, finish: Finish, command: readonly string[] | null) =>
  new Command('run')
    .alias('up')
    .description('start a tree and stay in the foreground until it ends')
    .argument('[TREE]', 'the tree file; without it, the first tree.* in the current folder')
    .option('--events <FILE>', 'append every event to a file, one JSON object a line; - is stdout')
    .option('--json', "the supervisor's own log as JSON lines")
    .option('--quiet', "of the supervisor's own log only errors")
    .option('--no-color', 'no colours')
    .addOption(new Option('--name <NAME>', "what the tree is called, instead of its root's id").env('OTP_SUP_NAME'))
    .option('--watch', 'reload when the tree file, or what it imports, has changed')
    .option(
      '--env-file <FILE>',
      'variables for the tree file and its children; again for more, the first counts',
      collect,
    )
    .option('-d, --detach', 'in the background: return when the tree is up, or say what is not')
    .option('--wait', 'as --detach, and return when every child with health is healthy too')
    .option('--only <PATH>', 'only this child, what is below it and what it depends on; again for more', collect)
    .option('--exit-code-from <PATH>', 'stop the tree when this child ends, and end with its code')
    .addOption(new Option('--console <FILE>').hideHelp())
    .option('--dry-run', 'only tell what would be started, in order; nothing is started')
    .addHelpText('after', MORE)
    .action(async (file, options) => {
      const { runTree } = await import('../foreground/run-tree.ts')
      finish(await runTree({ file, options, command }, io))
    })
