import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

const MORE = `
Examples:
  otp-sup logs                     the last 10 lines of all
  otp-sup logs shop/api -n 50      of one; up to 100 lines of each are kept
  otp-sup logs -f shop/jobs        of jobs and all below it, as they come
  otp-sup logs --since 10m

Lines of stderr are marked by !, those of stdout by |.

Exit codes:
  0    it is told${CONTROL_EXITS}`

/** `otp-sup logs [PATH…]` */
export const logsCommand = (io: Io, finish: Finish) =>
  new Command('logs')
    .description('print what children of a running tree said lately')
    .argument('[PATH...]', 'children, each with all below it')
    .option('-f, --follow', 'go on with what comes')
    .option('-n, --lines <N>', 'how many; 10 unless it is said')
    .option('--since <TIME>', 'from then on: 10m, 12:30, or a date')
    .option('--no-color', 'no colours')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (paths, options) => {
      const { readLogs } = await import('../control/read-output.ts')
      finish(await readLogs(paths, options, io))
    })
