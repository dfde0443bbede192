import { Argument, Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { SCRIPTS, SHELLS } from '../completion/scripts.ts'
import { EXIT, type Finish } from '../exit-codes.ts'
import type { Io } from '../io.ts'

const MORE = `
It knows commands, options, and the paths of the tree that runs.

Examples:
  source <(otp-sup completion bash)                        in ~/.bashrc
  source <(otp-sup completion zsh)                         in ~/.zshrc
  otp-sup completion fish > ~/.config/fish/completions/otp-sup.fish`

/** `otp-sup completion SHELL` */
export const completionCommand = (io: Io, finish: Finish) =>
  new Command('completion')
    .description('print what makes a shell complete the commands and paths of otp-sup')
    .addArgument(new Argument('<SHELL>', 'which').choices(SHELLS))
    .addHelpText('after', MORE)
    .action(async (shell) => {
      await io.write(SCRIPTS[shell])
      finish(EXIT.done)
    })

/** `otp-sup complete -- WORD…`, for the scripts. */
export const completeCommand = (io: Io, finish: Finish, program: CommandUnknownOpts) =>
  new Command('complete').argument('[WORD...]').action(async (words) => {
    const { candidates } = await import('../completion/candidates.ts')
    const commands = program.commands
      .filter((command) => command.name() !== 'complete')
      .map((command) => ({
        name: command.name(),
        options: command.options.flatMap(({ long, hidden }) =>
          long === undefined || long === null || hidden ? [] : [long],
        ),
      }))
    await io.write((await candidates(words, commands, io)).map((word) => `${word}\n`).join(''))
    finish(EXIT.done)
  })
