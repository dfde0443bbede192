// Procfile, as Foreman and Heroku run it.
import type { SupervisorOptions } from '@otp-sup/core'
import { approximate, type Conversion, type Draft, draft, idOf, keep, literal, type Surroundings } from './draft.ts'
import { plainWords } from './shell-words.ts'

/** What foreman gives to the first process; the others follow in steps of 100. */
const FIRST_PORT = 5000

type Line = { readonly name: string; readonly command: string; readonly line: number }

/** Makes a tree of a Procfile. */
export function importProcfile(text: string, { treeId, besides }: Surroundings): Conversion {
  const lines = text.split(/\r\n|\r|\n/)
  const read = lines.flatMap((each, index): readonly (Line | { readonly wrong: number })[] => {
    if (/^\s*(?:#|$)/.test(each)) return []
    const { name, command } = /^\s*(?<name>[\w.-]+)\s*:\s*(?<command>.+?)\s*$/.exec(each)?.groups ?? {}
    return name === undefined || command === undefined ? [{ wrong: index + 1 }] : [{ name, command, line: index + 1 }]
  })
  const wrong = read.flatMap((each) => ('wrong' in each ? [each.wrong] : []))
  if (wrong.length > 0)
    return {
      ok: false,
      problems: wrong.map((line) => ({
        line,
        column: 1,
        message: 'This is no process.',
        fix: 'Write web: node server.js',
      })),
    }
  const processes = read.flatMap((each) => ('name' in each ? [each] : []))
  const root = draft<SupervisorOptions>(treeId)
  approximate(
    root,
    'Procfile',
    { strategy: 'one_for_one' },
    'foreman stops all processes as soon as one ends; here who ends is started again.',
  )
  const hasDotEnv = besides.includes('.env')
  const release = processes.filter(({ name }) => name === 'release')
  const sorted = [...release, ...processes.filter(({ name }) => name !== 'release')]
  const workers = sorted.map((each) =>
    workerOf(each, processes.indexOf(each), { hasDotEnv, hasRelease: release.length > 0 }),
  )
  return { ok: true, imported: { tool: 'Procfile', root, workers } }
}

function workerOf(
  { name, command, line }: Line,
  index: number,
  { hasDotEnv, hasRelease }: { readonly hasDotEnv: boolean; readonly hasRelease: boolean },
): Draft {
  const made = draft(idOf(name), { line, column: 1 })
  const words = plainWords(command)
  if (words === null) keep(made, `${name}: ${command}`, { command: literal(command), shell: true })
  else keep(made, `${name}: ${command}`, { command: words.map(literal) })
  if (/\$\{?PORT\b/.test(command)) {
    const port = String(FIRST_PORT + 100 * index)
    approximate(
      made,
      'PORT',
      { env: { PORT: port } },
      'foreman counts it from 5000, or from its own PORT, in steps of 100.',
    )
  }
  if (hasDotEnv) keep(made, '.env', { envFile: '.env' })
  if (name === 'release')
    approximate(
      made,
      'release',
      { ready: { exit: true }, dependsOn: [] },
      'On Heroku it runs once before a deployment; here once before the others start.',
    )
  else Object.assign(made.options, { dependsOn: hasRelease ? ['release'] : [] })
  return made
}
