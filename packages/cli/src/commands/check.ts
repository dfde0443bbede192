import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Warnings are about programs and folders that are not there, and about what is
allowed and hardly ever meant; they change no exit code. Each has a name in
brackets; docs/lints.md tells what it means. The tree file is loaded in a
process of its own: one that loops, exits or prints does no harm.

--deep adds how long a start and a stop may take, and why, and advice: what
follows from the numbers of this tree.

--json prints one line a tree: { version, file, ok, problems, warnings, advice,
tree }. Each problem and warning has file, line, column, path, key, message and
fix; warnings and advice also name and numbers. advice is null without --deep.

Examples:
  otp-sup check                        the first tree.* in the current folder
  otp-sup check tree.yaml              one tree
  otp-sup check trees/*.yaml           many
  otp-sup check --deep tree.yaml       what follows from its numbers
  otp-sup check --json trees/*.yaml | jq 'select(.ok | not)'

Exit codes:
  0  all trees are right
  1  errors were found
  2  wrong usage, or a file that cannot be read`

/** `otp-sup check [TREE…]` */
export const checkCommand = (io: Io, finish: Finish) =>
  new Command('check')
    .description('tell all that is wrong with a tree; nothing is started')
    .argument('[TREE...]', 'the tree files; without them, the first tree.* in the current folder')
    .option('--deep', 'also how its times come about, and advice')
    .option('--json', 'print one JSON document a line, one for each tree')
    .addHelpText('after', MORE)
    .action(async (files, { deep = false, json = false }) => {
      const { checkTrees } = await import('./check-trees.ts')
      finish(await checkTrees(files, { deep, json }, io))
    })
