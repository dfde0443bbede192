// Scripts of a package.json that look as if they stay: what to propose for a first tree.
import type { SupervisorOptions } from '@otp-sup/core'
import { type Conversion, draft, draftNamed, keep, literal, type Surroundings } from './draft.ts'
import { plainWords } from './shell-words.ts'
import { recordOf } from './values.ts'

const SERVICES = /^(?:start|serve|server|web|api|app|workers?|queue|jobs)(?::|$)/
const IN_DEVELOPMENT = /^(?:dev|watch)(?::|$)/
/** The same service another way. */
const VARIANTS = /:(?:dev|development|debug|prod|production|staging|test|build|watch|ci)$/
/** What only starts other scripts. */
const RUNS_OTHERS = /^(?:concurrently|npm-run-all|run-[ps])\b|\b(?:npm|pnpm|yarn|bun) (?:run )?\S+.*&/

/** Makes a tree of the scripts; without a worker where none looks like a service. */
export function importScripts(value: unknown, { treeId }: Surroundings): Conversion {
  const { name, scripts } = recordOf(value)
  const root = draft<SupervisorOptions>(typeof name === 'string' ? draftNamed(name.replace(/^@/, '')).id : treeId)
  const all = Object.entries(recordOf(scripts)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !RUNS_OTHERS.test(entry[1]),
  )
  const services = all.filter(([script]) => SERVICES.test(script) && !VARIANTS.test(script))
  const chosen = services.length > 0 ? services : all.filter(([script]) => IN_DEVELOPMENT.test(script))
  const workers = chosen.map(([script, line]) => {
    const made = draftNamed(script)
    const words = plainWords(line)
    const command = words === null ? { command: literal(line), shell: true } : { command: words.map(literal) }
    keep(made, `${script}: ${line}`, { ...command, preferLocal: true, dependsOn: [] })
    return made
  })
  return { ok: true, imported: { tool: 'package.json', root, workers } }
}
