import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, nameOption } from './control-options.ts'

const MORE = `
Keys:
  up, down, k, j     move; PgUp and PgDn by ten
  /                  show only paths with what is typed; Esc drops that
  r, s, t            restart, stop, start the selected child
  l, Enter           what it prints
  y                  why it is as it is
  q, Ctrl-C          quit; the tree goes on

Exit codes:
  0    quit, or the tree has ended${CONTROL_EXITS}`

/** `otp-sup top` */
export const topCommand = (io: Io, finish: Finish) =>
  new Command('top')
    .description('show a running tree on the whole terminal, with keys to steer it')
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (options) => {
      const { showTop } = await import('../control/top.ts')
      finish(await showTop(options, io))
    })
