// Procfile, as Foreman and Heroku run it.
import type { SupervisorOptions } from '@otp-sup/core'
import { approximate, type Conversion, type Draft, draft, idOf, keep, literal, type Surroundings } from './draft.ts'
import { plainWords } from './shell-words.ts'

/** What foreman gives to the first process; the others follow in steps of 100. */
const FIRST_PORT = 5000

type Line = { readonly name: string; readonly command: string; readonly line: number }

/** Makes a tree of a Procfile. */
export function importProcfile(text: string, { treeId, besides }: Surroundings): Conversion {
  const lines = text.split(/\r\n|\r|\n/).map((line, index) => ({ line: index + 1, ...processIn(line) }))
  const processes = lines.filter((each): each is Line => 'name' in each)
  const problems = lines.flatMap((each) => problemsOf(each, processes))
  if (processes.length === 0 && problems.length === 0)
    problems.push({ message: 'There is no process in it.', fix: WRITE })
  if (problems.length > 0) return { ok: false, problems }
  const root = draft<SupervisorOptions>(treeId)
  approximate(
    root,
    'Procfile',
    { strategy: 'one_for_one' },
    'foreman stops all processes as soon as one ends; here who ends is started again.',
  )
  const setting = { hasDotEnv: besides.includes('.env'), hasRelease: processes.some(isRelease) }
  const sorted = [...processes.filter(isRelease), ...processes.filter((each) => !isRelease(each))]
  const workers = sorted.map((each) => workerOf(each, processes.indexOf(each), setting))
  return { ok: true, imported: { tool: 'Procfile', root, workers } }
}

const WRITE = 'Write web: node server.js'

/** What a line says; nothing for one that is empty or a comment. */
function processIn(line: string): Pick<Line, 'name' | 'command'> | { readonly wrong: boolean } {
  if (/^\s*(?:#|$)/.test(line)) return { wrong: false }
  const { name, command } = /^\s*(?<name>[\w.-]+)\s*:\s*(?<command>.+?)\s*$/.exec(line)?.groups ?? {}
  return name === undefined || command === undefined ? { wrong: true } : { name, command }
}

function problemsOf(
  each: Line | { readonly line: number; readonly wrong: boolean },
  processes: readonly Line[],
): { message: string; fix: string; line?: number; column?: number }[] {
  const place = { line: each.line, column: 1 }
  if ('wrong' in each) return each.wrong ? [{ ...place, message: 'This is no process.', fix: WRITE }] : []
  const first = processes.find(({ name }) => name === each.name)
  if (first === undefined || first.line === each.line) return []
  return [{ ...place, message: `The process ${each.name} stands twice.`, fix: 'Give one another name.' }]
}

function isRelease({ name }: Line): boolean {
  return name === 'release'
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
