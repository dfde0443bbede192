import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { jsonOption } from './control-options.ts'

const MORE = `
Exit codes:
  0    all that is needed is there
  1    something that is needed is missing`

/** `otp-sup doctor` */
export const doctorCommand = (io: Io, finish: Finish) =>
  new Command('doctor')
    .description('tell what this machine has of what otp-sup needs, and which trees run')
    .addOption(jsonOption())
    .addHelpText('after', MORE)
    .action(async ({ json }) => {
      const { tellHealth } = await import('../doctor/tell-health.ts')
      finish(await tellHealth(json === true, io))
    })
