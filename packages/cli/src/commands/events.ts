import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, readingCommand } from './control-options.ts'

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
  readingCommand('events')
    .description('print what happened in a running tree lately')
    .addHelpText('after', MORE)
    .action(async (paths, options) => {
      const { readEvents } = await import('../control/read-output.ts')
      finish(await readEvents(paths, options, io))
    })
