import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { EXIT, type Finish } from './exit-codes.ts'
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
export const runCli = async (argv: readonly string[], io: Io): Promise<number> => {
  const { own, command } = partedArgv(argv)
  let code: number = EXIT.done
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
  await addCommands(program, { io, finish, command, named: own[0] })
  try {
    await program.parseAsync(own, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? EXIT.done : EXIT.usage
  }
}

type Given = {
  readonly io: Io
  readonly finish: Finish
  /** What stands after `--`. */
  readonly command: readonly string[] | null
  readonly named: string | undefined
}

/** Loads the command that is named; all of them for whoever wants help, or names none of them. */
const addCommands = async (program: Command, { io, finish, command, named }: Given): Promise<void> => {
  const only = COMMANDS.filter(({ names }) => names.includes(named ?? ''))
  const found = await Promise.all(
    (only.length > 0 ? only : COMMANDS).map(async ({ group, load }) => ({ group, add: await load() })),
  )
  for (const { group, add } of found)
    program.addCommand(add(io, finish, command).copyInheritedSettings(program).helpGroup(group))
  if (only.length > 0) return
  const { completeCommand } = await import('./commands/completion.ts')
  program.addCommand(completeCommand(io, finish, program).copyInheritedSettings(program), { hidden: true })
}

type Add = (io: Io, finish: Finish, command: readonly string[] | null) => CommandUnknownOpts

type Entry = { readonly group: string; readonly names: readonly string[]; readonly load: () => Promise<Add> }

const entry = (group: string, names: readonly string[], load: () => Promise<Add>): Entry => ({ group, names, load })

const ASK = 'Ask a running tree:'
const STEER = 'Steer a running tree:'
const FILES = 'Look at a tree file:'
const MORE_COMMANDS = 'More:'

/** In the order in which help lists them. */
const COMMANDS: readonly Entry[] = [
  entry('Run:', ['run', 'up'], async () => (await import('./commands/run.ts')).runCommand),
  entry(ASK, ['status', 'ps'], async () => (await import('./commands/status.ts')).statusCommand),
  entry(ASK, ['show'], async () => (await import('./commands/show.ts')).showCommand),
  entry(ASK, ['why'], async () => (await import('./commands/why.ts')).whyCommand),
  entry(ASK, ['logs'], async () => (await import('./commands/logs.ts')).logsCommand),
  entry(ASK, ['events'], async () => (await import('./commands/events.ts')).eventsCommand),
  entry(ASK, ['top'], async () => (await import('./commands/top.ts')).topCommand),
  entry(ASK, ['wait'], async () => (await import('./commands/wait.ts')).waitCommand),
  entry(STEER, ['start'], async () => (await import('./commands/operations.ts')).startCommand),
  entry(STEER, ['stop'], async () => (await import('./commands/operations.ts')).stopCommand),
  entry(STEER, ['restart'], async () => (await import('./commands/operations.ts')).restartCommand),
  entry(STEER, ['add'], async () => (await import('./commands/add.ts')).addCommand),
  entry(STEER, ['rm'], async () => (await import('./commands/rm.ts')).rmCommand),
  entry(STEER, ['reload'], async () => (await import('./commands/reload.ts')).reloadCommand),
  entry(STEER, ['diff'], async () => (await import('./commands/reload.ts')).diffCommand),
  entry(STEER, ['signal'], async () => (await import('./commands/signal.ts')).signalCommand),
  entry(STEER, ['shutdown', 'down'], async () => (await import('./commands/shutdown.ts')).shutdownCommand),
  entry(FILES, ['check'], async () => (await import('./commands/check.ts')).checkCommand),
  entry(FILES, ['tree'], async () => (await import('./commands/tree.ts')).treeCommand),
  entry(FILES, ['simulate'], async () => (await import('./commands/simulate.ts')).simulateCommand),
  entry(FILES, ['explain'], async () => (await import('./commands/explain.ts')).explainCommand),
  entry(MORE_COMMANDS, ['import'], async () => (await import('./commands/import.ts')).importCommand),
  entry(MORE_COMMANDS, ['init'], async () => (await import('./commands/init.ts')).initCommand),
  entry(MORE_COMMANDS, ['schema'], async () => (await import('./commands/schema.ts')).schemaCommand),
  entry(MORE_COMMANDS, ['completion'], async () => (await import('./commands/completion.ts')).completionCommand),
  entry(MORE_COMMANDS, ['doctor'], async () => (await import('./commands/doctor.ts')).doctorCommand),
  entry(MORE_COMMANDS, ['version'], async () => (await import('./commands/version.ts')).versionCommand),
]

/** What stands after `--` of `run` is a command with options of its own. */
const partedArgv = (
  argv: readonly string[],
): { readonly own: readonly string[]; readonly command: readonly string[] | null } => {
  const at = argv.indexOf('--')
  const isRun = argv[0] === 'run' || argv[0] === 'up'
  return isRun && at !== -1 && at < argv.length - 1
    ? { own: argv.slice(0, at), command: argv.slice(at + 1) }
    : { own: argv, command: null }
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
