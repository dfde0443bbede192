import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

/** `otp-sup simulate TREE --scenario FILE`, `otp-sup simulate --batch FILE` */
export const simulateCommand = (io: Io, finish: Finish) =>
  new Command('simulate')
    .description('run a tree through a scenario in virtual time; nothing is started')
    .argument('[TREE]', 'the tree file')
    .option('--scenario <FILE>', 'what happens and when, as YAML or JSON; - is stdin')
    .option('--batch <FILE>', 'many trees and scenarios, one JSON object a line; - is stdin')
    .option('--json', 'the events as JSON lines')
    .action(async (file, options) => {
      const { simulateTree } = await import('../simulation/simulate-tree.ts')
      finish(await simulateTree(file, options, io))
    })
