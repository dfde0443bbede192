import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Looks for a Procfile, an ecosystem of pm2, a file of process-compose,
supervisord or docker compose, and scripts of a package.json, and makes the tree
of what it finds first. A tree that is there is never touched.

Examples:
  otp-sup init           tree.ts
  otp-sup init --yaml    tree.yaml

Exit codes:
  0  the tree is written
  1  there is a tree already, or nothing right can be made of what is there
  2  wrong usage`

/** `otp-sup init [--yaml]` */
export const initCommand = (io: Io, finish: Finish) =>
  new Command('init')
    .description('write a first tree for this folder')
    .option('--yaml', 'tree.yaml instead of tree.ts')
    .addHelpText('after', MORE)
    .action(async ({ yaml = false }) => {
      const { initTree } = await import('./init-tree.ts')
      finish(await initTree(yaml, io))
    })
