import { Command } from '@commander-js/extra-typings'
import type { Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { CONTROL_EXITS, jsonOption, nameOption } from './control-options.ts'

const MORE = `
SPEC is a child as in a tree file: text that begins with {, a file of JSON or
YAML, or - for stdin. Under simple_one_for_one it is what the child has on top
of the template (id, args, env), or nothing.

Examples:
  otp-sup add shop '{ id: web, command: [node, web.js] }'
  otp-sup add shop web.yaml
  otp-sup add shop/rooms '{ args: [--room, "7"] }'

Exit codes:
  0    it was added, and is ready${CONTROL_EXITS}`

/** `otp-sup add PATH [SPEC]` */
export const addCommand = (io: Io, finish: Finish) =>
  new Command('add')
    .description('add a child to a supervisor of a running tree, and start it')
    .argument('<PATH>', 'the supervisor')
    .argument('[SPEC]', 'the child')
    .addOption(jsonOption())
    .addOption(nameOption())
    .addHelpText('after', MORE)
    .action(async (path, spec, options) => {
      const { addChild } = await import('../control/change-children.ts')
      finish(await addChild(path, spec, options, io))
    })
