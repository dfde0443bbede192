import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Warnings are about programs and folders that are not there, and about what is
allowed and hardly ever meant; they change no exit code. Each has a name in
brackets; docs/lints.md tells what it means. The tree file is loaded in a
process of its own: one that loops, exits or prints does no harm.

--deep adds how long a start and a stop may take, and why, and advice: what
follows from the numbers of this tree. It also explores what can happen: from
each state of the tree, whatever its processes, time and a stop can do next, for
about ten seconds, or until --states of them are known. In each, laws of
supervision must hold (docs/conformance.md). It tells how far it came, and the
fewest failures that lead to each end of the tree that nobody asked for.

--json prints one line a tree: { version, file, ok, problems, warnings, advice,
exploration, tree }. Each problem and warning has file, line, column, path, key,
message and fix; warnings and advice also name and numbers. advice and
exploration are null without --deep.

Examples:
  otp-sup check                        the first tree.* in the current folder
  otp-sup check tree.yaml              one tree
  otp-sup check trees/*.yaml           many
  otp-sup check --deep tree.yaml       what follows from it, and what can happen
  otp-sup check --json trees/*.yaml | jq 'select(.ok | not)'

Exit codes:
  0  all trees are right
  1  errors were found
  2  wrong usage, or a file that cannot be read`

const wholeNumber = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number from 1.')
}

/** `otp-sup check [TREE…]` */
export const checkCommand = (io: Io, finish: Finish) =>
  new Command('check')
    .description('tell all that is wrong with a tree; nothing is started')
    .argument('[TREE...]', 'the tree files; without them, the first tree.* in the current folder')
    .option('--deep', 'also how its times come about, advice, and what can happen to it')
    .option('--states <n>', '--deep, until so many states are known', wholeNumber)
    .option('--json', 'print one JSON document a line, one for each tree')
    .addHelpText('after', MORE)
    .action(async (files, { deep = false, json = false, states = null }) => {
      const { checkTrees } = await import('./check-trees.ts')
      finish(await checkTrees(files, { deep: deep || states !== null, json, states }, io))
    })
