// pm2's ecosystem: what its file exports, or says as JSON or YAML.
import { extname } from 'node:path'
import type { SupervisorOptions } from '@otp-sup/core'
import {
  approximate,
  type Conversion,
  type Draft,
  draft,
  draftNamed,
  keep,
  literal,
  lose,
  neverGivesUp,
  type Surroundings,
} from './draft.ts'
import { type AppValues, readApp } from './pm2-app.ts'
import { splitWords } from './shell-words.ts'
import { recordOf, textOf } from './values.ts'

/** Whether a value looks like an ecosystem. */
export function isEcosystem(value: unknown): boolean {
  return Array.isArray(recordOf(value)['apps'])
}

/** Makes a tree of an ecosystem. */
export function importPm2(value: unknown, { treeId }: Surroundings): Conversion {
  const { apps, ...others } = recordOf(value)
  const all = (Array.isArray(apps) ? apps : []).map(recordOf)
  const wrong = all.findIndex(({ script }) => typeof script !== 'string' || script.trim() === '')
  if (wrong !== -1 || all.length === 0)
    return {
      ok: false,
      problems: [
        all.length === 0
          ? { message: 'apps is empty.', fix: 'Write apps: [{ name: "api", script: "api.js" }].' }
          : { message: `apps.${wrong} has no script.`, fix: 'Write script: "api.js".' },
      ],
    }
  const root = draft<SupervisorOptions>(treeId)
  neverGivesUp(root, 'pm2')
  for (const key of Object.keys(others)) lose(root, key, 'It is not about processes that run.')
  return { ok: true, imported: { tool: 'pm2', root, workers: all.map(workerOf) } }
}

function workerOf(app: AppValues): Draft {
  const script = literal(textOf(app['script']))
  const name = typeof app['name'] === 'string' ? app['name'] : script.replace(/^.*\/(?=.)/, '').replace(/\.\w+$/, '')
  const made = draftNamed(name)
  addCommand(made, script, app)
  readApp(made, app)
  Object.assign(made.options, { dependsOn: [] })
  return made
}

const INTERPRETERS: Readonly<Record<string, string>> = {
  '.js': 'node',
  '.cjs': 'node',
  '.mjs': 'node',
  '.ts': 'node',
  '.py': 'python3',
  '.sh': 'bash',
  '.rb': 'ruby',
  '.php': 'php',
  '.pl': 'perl',
}

function addCommand(made: Draft, script: string, app: AppValues): void {
  const args = wordsOf(app['args'])
  const named = app['interpreter'] ?? app['exec_interpreter']
  if (named === undefined && /\s/.test(script)) {
    const line = [script, ...args].join(' ')
    return approximate(
      made,
      `script: ${script}`,
      { command: line, shell: true },
      'It is a line of the shell: sh runs it.',
    )
  }
  const interpreter = typeof named === 'string' ? named : interpreterOf(script)
  const before = interpreter === 'none' ? [] : [interpreter, ...wordsOf(app['interpreter_args'] ?? app['node_args'])]
  keep(made, `script: ${script}`, { command: [...before, script, ...args] })
}

function interpreterOf(script: string): string {
  if (script.endsWith('/')) return 'node'
  return INTERPRETERS[extname(script)] ?? 'none'
}

function wordsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((item) => literal(textOf(item)))
  return typeof value === 'string' ? (splitWords(literal(value)) ?? [literal(value)]) : []
}
