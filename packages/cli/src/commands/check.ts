import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Warnings are about programs and folders that are not there, and about what is
allowed and hardly ever meant; they change no exit code. The tree file is loaded
in a process of its own: one that loops, exits or prints does no harm.

Examples:
  otp-sup check                        the first tree.* in the current folder
  otp-sup check tree.yaml              one tree
  otp-sup check trees/*.yaml           many

Exit codes:
  0  all trees are right
  1  errors were found
  2  wrong usage, or a file that cannot be read`

/** `otp-sup check [TREE…]` */
export const checkCommand = (io: Io, finish: Finish) =>
  new Command('check')
    .description('tell all that is wrong with a tree; nothing is started')
    .argument('[TREE...]', 'the tree files; without them, the first tree.* in the current folder')
    .addHelpText('after', MORE)
    .action(async (files) => {
      const { checkTrees } = await import('./check-trees.ts')
      finish(await checkTrees(files, io))
    })
