import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
Editors complete and check a tree that names it in its first line:
  otp-sup schema > otp-sup.schema.json
  YAML: # yaml-language-server: $schema=./otp-sup.schema.json
  TOML: #:schema ./otp-sup.schema.json
  JSON: { "$schema": "./otp-sup.schema.json", "id": "shop", … }
Installed beside the tree, it is node_modules/otp-sup/tree.schema.json.`

/** `otp-sup schema` */
export const schemaCommand = (io: Io, finish: Finish) =>
  new Command('schema')
    .description('print the JSON Schema of trees in YAML, JSON and TOML, for editors')
    .option('--services', 'that of lists of services instead')
    .addHelpText('after', MORE)
    .action(async ({ services = false }) => {
      const { readSchema } = await import('../tree-files/tree-schema.ts')
      const { EXIT } = await import('../exit-codes.ts')
      await io.write(await readSchema(services ? 'services' : 'tree'))
      finish(EXIT.done)
    })
