import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, readingCommand } from './control-options.ts'

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
  readingCommand('logs')
    .description('print what children of a running tree said lately')
    .addHelpText('after', MORE)
    .action(async (paths, options) => {
      const { readLogs } = await import('../control/read-output.ts')
      finish(await readLogs(paths, options, io))
    })
