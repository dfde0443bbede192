import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

/** `otp-sup rm PATH` */
export const rmCommand = (io: Io, finish: Finish) =>
  new Command('rm')
    .description('remove a child that is down from a running tree')
    .argument('<PATH>', 'the child')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', `\nExit codes:\n  0    it was removed${CONTROL_EXITS}`)
    .action(async (path, options) => {
      const { removeChild } = await import('../control/change-children.ts')
      finish(await removeChild(path, options, io))
    })
