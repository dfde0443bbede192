import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

/** `otp-sup why PATH` */
export const whyCommand = (io: Io, finish: Finish) =>
  new Command('why')
    .description('tell what led to the last start of a child, or why it is not running')
    .argument('<PATH>', 'the child: its path, or the end of it')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', `\nExit codes:\n  0    it is told${CONTROL_EXITS}`)
    .action(async (path, options) => {
      const { tellWhy } = await import('../control/tell-why.ts')
      finish(await tellWhy(path, options, io))
    })
