import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

const MORE = `
The tree loads its file again, and changes what is different by as little as it
needs: docs/reload.md. A file that is wrong changes nothing.

Exit codes:
  0    the file is in force; of diff: this is what a reload would do
  2    the file cannot be used: nothing was changed${CONTROL_EXITS}`

const FILE = 'the tree file; without it, the one that the tree was started from'

/** `otp-sup reload [TREE]` */
export const reloadCommand = (io: Io, finish: Finish) =>
  new Command('reload')
    .description('let a running tree take what has changed in its file')
    .argument('[TREE]', FILE)
    .option('--plan', 'only tell what would be changed, as diff does')
    .option('--no-rollback', 'a child that does not come up is tried again, instead of undoing it all')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (file, options) => {
      const { reloadTree } = await import('../control/reload-tree.ts')
      finish(await reloadTree(file, options, io))
    })

/** `otp-sup diff [TREE]` */
export const diffCommand = (io: Io, finish: Finish) =>
  new Command('diff')
    .description('what a reload of a running tree would change; nothing is changed')
    .argument('[TREE]', FILE)
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (file, options) => {
      const { reloadTree } = await import('../control/reload-tree.ts')
      finish(await reloadTree(file, { ...options, plan: true }, io))
    })
