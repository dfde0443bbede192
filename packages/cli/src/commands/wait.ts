import { Command, Option } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption, timeoutOption } from './control-options.ts'

const MORE = `
Examples:
  otp-sup wait shop/db                         until it is ready
  otp-sup wait shop/db --for down --timeout 10s

Exit codes:
  0    it is so
  124  --timeout ran out${CONTROL_EXITS}`

/** `otp-sup wait PATH` */
export const waitCommand = (io: Io, finish: Finish) =>
  new Command('wait')
    .description('wait until a child of a running tree is ready, healthy or down')
    .argument('<PATH>', 'the child')
    .addOption(
      new Option('--for <STATE>', 'for what').choices(['ready', 'healthy', 'down'] as const).default('ready' as const),
    )
    .addOption(timeoutOption())
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (path, options) => {
      const { waitForChild } = await import('../control/wait-signal.ts')
      finish(await waitForChild(path, options, io))
    })
