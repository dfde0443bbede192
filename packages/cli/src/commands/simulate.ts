import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Examples:
  otp-sup simulate tree.ts --scenario crash.yaml
  echo '{ steps: [{ at: 1s, exit: shop/db, code: 1 }], until: 60s }' |
    otp-sup simulate tree.ts --scenario - --json
  otp-sup simulate --batch cases.jsonl --json

A scenario:
  until: 60s
  steps:
    - { at: 1s, exit: shop/db, code: 1 }
    - { at: 2s, failStart: shop/api, times: 2 }
    - { at: 5s, unhealthy: shop/api }
    - { at: 9s, call: stop }

Exit codes:
  0  the scenario ran to its end, whatever became of the tree
  2  wrong usage, or a tree or scenario that cannot be used`

/** `otp-sup simulate TREE --scenario FILE`, `otp-sup simulate --batch FILE` */
export const simulateCommand = (io: Io, finish: Finish) =>
  new Command('simulate')
    .description('run a tree through a scenario in virtual time; nothing is started')
    .argument('[TREE]', 'the tree file; without it, the first tree.* in the current folder')
    .option('--scenario <FILE>', 'what happens and when, as YAML or JSON; - is stdin')
    .option('--batch <FILE>', 'many trees and scenarios, one JSON object a line; - is stdin')
    .option('--json', 'the events as JSON lines')
    .addHelpText('after', MORE)
    .action(async (file, options) => {
      const { simulateTree } = await import('../simulation/simulate-tree.ts')
      finish(await simulateTree(file, options, io))
    })
