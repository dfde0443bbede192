import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

const MORE = `
Examples:
  otp-sup status                  every child of the tree of this folder
  otp-sup status shop/jobs        one of them
  otp-sup status 'shop/*'         the children of shop
  otp-sup status --watch          again every second, until Ctrl-C
  otp-sup status --json | jq -r '.children[] | select(.state == "down").path'

Exit codes:
  0    it is told
  3    a child that was named is not running${CONTROL_EXITS}`

/** `otp-sup status [PATH…]` */
export const statusCommand = (io: Io, finish: Finish) =>
  new Command('status')
    .alias('ps')
    .description('tell what the children of a running tree do')
    .argument('[PATH...]', 'children: paths, the ends of paths, or globs')
    .option('-w, --watch', 'again every second')
    .option('--no-color', 'no colours')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (paths, options) => {
      const { showStatus } = await import('../control/show-status.ts')
      finish(await showStatus(paths, options, io))
    })
