import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

const MORE = `
It is sent at once, whatever the tree does, to the process that was started.
What comes of it is as if anybody had sent it: a child that ends of it is
restarted by its restart type.

Examples:
  otp-sup signal shop/nginx HUP
  otp-sup signal shop/api SIGUSR1 --group

Exit codes:
  0    it was sent${CONTROL_EXITS}`

/** `otp-sup signal PATH SIGNAL` */
export const signalCommand = (io: Io, finish: Finish) =>
  new Command('signal')
    .description('send a signal to a worker of a running tree')
    .argument('<PATH>', 'the worker')
    .argument('<SIGNAL>', 'HUP, SIGHUP, …')
    .option('--group', 'to all processes of its group')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (path, signal, options) => {
      const { sendSignal } = await import('../control/wait-signal.ts')
      finish(await sendSignal(path, signal, options, io))
    })
