// Words for people about a wrong value in `log`.
import type { Explanation } from './explanation.ts'
import { SINK_WORDS } from './log-schema.ts'
import { nearest } from './nearest.ts'
import type { Wrong } from './option-shapes.ts'
import { normalised } from './other-words.ts'
import { shown, wordOf } from './plain-data.ts'

const SINKS = '"console", "inherit", "null" or { file: "…" }'
/** What Node, systemd and docker compose call them. */
const OTHER_SINKS: Readonly<Record<string, string>> = {
  pipe: 'console',
  journal: 'console',
  stdout: 'console',
  stderr: 'console',
  true: 'console',
  ignore: 'null',
  none: 'null',
  false: 'null',
  null: 'null',
  '/dev/null': 'null',
  tty: 'inherit',
}

/** Why `log` is wrong. */
export function explainLog({ key, value, rest }: Wrong): Explanation {
  if (rest.length === 0)
    return {
      message: `${key} is ${shown(value)}, but must say where stdout and stderr go.`,
      fix: `Write { stdout: ${fileOf(value) ?? '{ file: "…" }'} }; a stream that is not named goes to the console.`,
    }
  if (rest.at(-1) === 'file')
    return {
      message: `${key} is ${shown(value)}, but must be the path of a file.`,
      fix: 'Write a path: "logs/api.log".',
    }
  if (Array.isArray(value)) return { message: `${key} is ${shown(value)}.`, fix: 'Write "null" to drop the stream.' }
  return { message: `${key} is ${shown(value)}, which is no sink.`, fix: `Write ${meant(value) ?? SINKS}.` }
}

function meant(value: unknown): string | null {
  const word = wordOf(value)
  const known = OTHER_SINKS[normalised(word)] ?? nearest(word, SINK_WORDS)
  return known === null ? fileOf(value) : `"${known}"`
}

/** A file that was named without saying that it is one. */
function fileOf(value: unknown): string | null {
  return typeof value === 'string' && /[./]/.test(value) ? `{ file: ${JSON.stringify(value)} }` : null
}
