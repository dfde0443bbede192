import { Command, Option } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Examples:
  otp-sup tree tree.yaml                          for people
  otp-sup tree tree.yaml --format mermaid         for Markdown
  otp-sup tree tree.yaml --format dot | dot -Tsvg > tree.svg
  otp-sup tree tree.yaml --format json            for programs, with defaults

Exit codes:
  0  the picture is printed
  2  wrong usage, or a tree file that cannot be used`

/** `otp-sup tree [TREE]` */
export const treeCommand = (io: Io, finish: Finish) =>
  new Command('tree')
    .description('print a picture of a tree; nothing is started')
    .argument('[TREE]', 'the tree file; without it, the first tree.* in the current folder')
    .addOption(
      new Option('--format <FORMAT>', 'what to print').choices(['text', 'mermaid', 'dot', 'json']).default('text'),
    )
    .addHelpText('after', MORE)
    .action(async (file, { format }) => {
      const { printTree } = await import('./print-tree.ts')
      finish(await printTree(file, format, io))
    })
