import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Takes a Procfile, a supervisord .conf, an ecosystem of pm2, a file of docker
compose or process-compose, units of systemd, or a list of services. Tells what
was kept, what is approximated and what is lost.

Examples:
  otp-sup import docker-compose.yml
  otp-sup import Procfile --output web-tree.ts
  otp-sup import db.service api.service

Exit codes:
  0  the tree is written
  1  it could not be written, or nothing right can be made of the file
  2  wrong usage`

/** `otp-sup import FILE… [--output tree.ts]` */
export const importCommand = (io: Io, finish: Finish) =>
  new Command('import')
    .description("make a tree.ts of another tool's file")
    .argument('<FILE...>', 'the file; of systemd one or several units')
    .option('-o, --output <FILE>', 'where the tree is written; - is stdout', 'tree.ts')
    .option('--force', 'also over a file that is there')
    .addHelpText('after', MORE)
    .action(async (files, options) => {
      const { importTree } = await import('./import-tree.ts')
      finish(await importTree(files, options, io))
    })
