import { Command, CommanderError } from '@commander-js/extra-typings'
import { checkCommand } from './commands/check.ts'
import { explainCommand } from './commands/explain.ts'
import { importCommand } from './commands/import.ts'
import { initCommand } from './commands/init.ts'
import { runCommand } from './commands/run.ts'
import { schemaCommand } from './commands/schema.ts'
import { simulateCommand } from './commands/simulate.ts'
import { treeCommand } from './commands/tree.ts'
import { versionCommand } from './commands/version.ts'
import { EXIT, type ExitCode, type Finish } from './exit-codes.ts'
import type { Io } from './io.ts'
import { errorText } from './render/error-text.ts'

const MORE = `
Examples:
  otp-sup run tree.yaml                    start it; Ctrl-C stops it in order
  otp-sup check tree.yaml                  tell all that is wrong with it
  otp-sup tree tree.yaml                   print a picture of it
  otp-sup explain tree.yaml --if shop/db   tell what happens if db fails
  otp-sup help run                         more about a command

A tree, in YAML:
  id: shop
  strategy: rest_for_one
  children:
    - { id: db, command: [postgres, -D, data], ready: { tcp: 5432 } }
    - { id: api, command: [node, api.js] }`

/** Parses the arguments and runs the command that they name; the answer is the exit code. */
export const runCli = async (argv: readonly string[], io: Io): Promise<ExitCode> => {
  let code: ExitCode = EXIT.done
  const finish: Finish = (ended) => {
    code = ended
  }
  const program = new Command('otp-sup')
    .description('supervision tree for OS processes: Erlang/OTP supervision of a group of dependent services')
    .version(`otp-sup ${io.version}`, '-V, --version')
    .addHelpText('after', MORE)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(wrongUsage(text)),
    })
  for (const add of [
    runCommand,
    checkCommand,
    treeCommand,
    simulateCommand,
    explainCommand,
    importCommand,
    initCommand,
    schemaCommand,
    versionCommand,
  ])
    program.addCommand(add(io, finish).copyInheritedSettings(program))
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.done : EXIT.usage
  }
}

const wrongUsage = (text: string): string => {
  const [what = '', ...hint] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n')
  return errorText({
    what,
    where: 'the command line',
    fix: hint.join(' ').replace(/^\(|\)$/g, '') || 'otp-sup --help shows what there is',
  })
}
