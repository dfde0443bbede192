// What could stand next on the command line: commands, options, values, and the paths of the tree that runs.
import { knownTrees } from '@otp-sup/core/client'
import { connectToMeant } from '../control/meant-tree.ts'
import type { Io } from '../io.ts'

/** What is known of a command. */
export type KnownCommand = {
  readonly name: string
  /** With their dashes. */
  readonly options: readonly string[]
}

const WITH_PATHS: ReadonlySet<string> = new Set([
  'status',
  'ps',
  'show',
  'why',
  'logs',
  'events',
  'start',
  'stop',
  'restart',
  'add',
  'rm',
  'signal',
  'wait',
])
const WITH_ALL: ReadonlySet<string> = new Set(['start', 'stop', 'restart'])

const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--for': ['ready', 'healthy', 'down'],
  completion: ['bash', 'zsh', 'fish'],
}

/** Whatever begins like the last of `words`. None: the shell knows files by itself. */
export const candidates = async (
  words: readonly string[],
  commands: readonly KnownCommand[],
  io: Io,
): Promise<readonly string[]> => {
  const last = words.at(-1) ?? ''
  const all = await possible(words, commands, io)
  return all.filter((word) => word.startsWith(last))
}

const possible = async (
  words: readonly string[],
  commands: readonly KnownCommand[],
  io: Io,
): Promise<readonly string[]> => {
  const [name = '', ...rest] = words
  const last = rest.at(-1)
  if (last === undefined) return commands.map((command) => command.name)
  if (last.startsWith('-')) return commands.find((command) => command.name === name)?.options ?? []
  const before = rest.at(-2) ?? name
  return VALUES[before] ?? (await fromTrees(name, before, rest, io))
}

const fromTrees = async (
  command: string,
  before: string,
  rest: readonly string[],
  io: Io,
): Promise<readonly string[]> => {
  if (before === '--name') return knownTrees().map((tree) => tree.name)
  return WITH_PATHS.has(command) ? livePaths(command, nameIn(rest), io) : []
}

const nameIn = (words: readonly string[]): string | undefined => {
  const at = words.indexOf('--name')
  return at === -1 ? undefined : words[at + 1]
}

const livePaths = async (command: string, name: string | undefined, io: Io): Promise<readonly string[]> => {
  try {
    const client = await connectToMeant(name ?? io.env['OTP_SUP_NAME'], 'reads', io.cwd)
    const { children } = await client.status()
    const paths = children.map(({ path }) => path)
    return WITH_ALL.has(command) ? [...paths.slice(1), 'all'] : paths
  } catch {
    return [] // a shell that completes is no place for a complaint
  }
}
