import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption, timeoutOption } from './control-options.ts'

const MORE = `
It says whom it waits for, and ends when the tree is down.

Exit codes:
  0    the tree is down
  124  --timeout ran out${CONTROL_EXITS}`

/** `otp-sup shutdown` */
export const shutdownCommand = (io: Io, finish: Finish) =>
  new Command('shutdown')
    .alias('down')
    .description('stop a running tree, in order')
    .option('--now', 'by SIGKILL to everything')
    .option('--no-wait', 'return at once')
    .addOption(timeoutOption())
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (options) => {
      const { stopTree } = await import('../control/stop-tree.ts')
      finish(await stopTree(options, io))
    })
