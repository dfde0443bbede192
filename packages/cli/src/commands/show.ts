import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

/** `otp-sup show PATH` */
export const showCommand = (io: Io, finish: Finish) =>
  new Command('show')
    .description('tell all about one child of a running tree')
    .argument('<PATH>', 'the child: its path, or the end of it')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', `\nExit codes:\n  0    it is told\n  3    it is not running${CONTROL_EXITS}`)
    .action(async (path, options) => {
      const { showChild } = await import('../control/tell-why.ts')
      finish(await showChild(path, options, io))
    })
