import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption, timeoutOption } from './control-options.ts'

const more = (examples: string): string => `
PATH is a path (shop/db), the end of one (db), a glob (shop/*, shop/**), or all.
It acts on these children alone, as OTP's calls do: no strategy is applied and
no restart is counted.

Examples:${examples}
Exit codes:
  0    done
  124  --timeout ran out${CONTROL_EXITS}`

const START = `
  otp-sup start shop/db
  otp-sup start all                     whatever is down
`
const STOP = `
  otp-sup stop shop/db                  it stays down until it is started
  otp-sup stop db --with-dependents     with those that depend on it
  otp-sup stop db --now                 by SIGKILL; also cuts a stop short
`
const RESTART = `
  otp-sup restart shop/db
  otp-sup restart 'shop/web@*'
  otp-sup restart db --with-dependents --timeout 1m
`

const command = (name: 'start' | 'stop' | 'restart', description: string, examples: string) =>
  new Command(name)
    .description(description)
    .argument('<PATH...>', 'children')
    .option('--with-dependents', 'take along those that depend on them')
    .option('--no-wait', 'return at once')
    .addOption(timeoutOption())
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', more(examples))

/** `otp-sup start PATH…` */
export const startCommand = (io: Io, finish: Finish) =>
  command('start', 'start children of a running tree that are down', START).action(async (paths, options) => {
    const { operate } = await import('../control/operate.ts')
    finish(await operate('start', paths, options, io))
  })

/** `otp-sup stop PATH…` */
export const stopCommand = (io: Io, finish: Finish) =>
  command('stop', 'stop children of a running tree; they stay down', STOP)
    .option('--now', 'by SIGKILL, without asking')
    .action(async (paths, options) => {
      const { operate } = await import('../control/operate.ts')
      finish(await operate('stop', paths, options, io))
    })

/** `otp-sup restart PATH…` */
export const restartCommand = (io: Io, finish: Finish) =>
  command('restart', 'stop and start children of a running tree', RESTART).action(async (paths, options) => {
    const { operate } = await import('../control/operate.ts')
    finish(await operate('restart', paths, options, io))
  })
