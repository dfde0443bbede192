import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

const MORE = `
Examples:
  otp-sup events                   the last 10
  otp-sup events -n 1000           up to 4096 are kept
  otp-sup events -f --json | jq .  as they come, one JSON object a line
  otp-sup events shop/api          of one child

Exit codes:
  0    it is told${CONTROL_EXITS}`

/** `otp-sup events [PATH…]` */
export const eventsCommand = (io: Io, finish: Finish) =>
  new Command('events')
    .description('print what happened in a running tree lately')
    .argument('[PATH...]', 'children, each with all below it')
    .option('-f, --follow', 'go on with what comes')
    .option('-n, --lines <N>', 'how many; 10 unless it is said')
    .option('--since <TIME>', 'from then on: 10m, 12:30, or a date')
    .option('--no-color', 'no colours')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (paths, options) => {
      const { readEvents } = await import('../control/read-output.ts')
      finish(await readEvents(paths, options, io))
    })
