import type { Explanation } from './explanation.ts'
import type { Wrong } from './option-shapes.ts'
import { isRecord, shown, wordOf } from './plain-data.ts'

const EXAMPLE = '["node", "api.js"]'

/** Why a `command` is wrong. */
export function explainCommand({ key, value, rest }: Wrong): Explanation {
  const inside = rest.length > 0
  if (value === undefined)
    return inside
      ? { message: 'command is an empty list.', fix: `Write the program and its arguments: ${EXAMPLE}.` }
      : { message: 'command is missing.', fix: `Write command: ${EXAMPLE}, or children: [] if it is a supervisor.` }
  if (value === '') return { message: `${key} is empty.`, fix: `Write the program and its arguments: ${EXAMPLE}.` }
  if (typeof value === 'string') return holdsNul(key)
  if (inside) return { message: `${key} is ${shown(value)}, but must be a text.`, fix: `Write ${quotedForm(value)}.` }
  return { message: `${key} is ${shown(value)}, but must be a list of texts.`, fix: `Write ${EXAMPLE}.` }
}

/** Why a `stopCommand` is wrong. It is never one text: a shell that is wanted is named. */
export function explainStopCommand({ key, value, rest }: Wrong): Explanation {
  const fix = 'Write the program and its arguments: ["pg_ctl", "stop"].'
  if (rest.length > 0) return explainStopWord(key, value, fix)
  const message = `${key} is ${shown(value)}, but must be a list of texts.`
  if (typeof value !== 'string' || value === '') return { message, fix }
  return { message, fix: `Write ${asList(value) ?? JSON.stringify(['sh', '-c', value]).replaceAll('","', '", "')}.` }
}

function explainStopWord(key: string, value: unknown, fix: string): Explanation {
  if (value === undefined) return { message: 'stopCommand is an empty list.', fix }
  if (value === '') return { message: `${key} is empty.`, fix }
  if (typeof value === 'string') return holdsNul(key)
  return { message: `${key} is ${shown(value)}, but must be a text.`, fix: `Write ${quotedForm(value)}.` }
}

/** Why a command that is one text with blanks is refused. */
export function explainShellLine(line: string): Explanation {
  return {
    message: `command is ${shown(line)}: the name of one program, blanks included, and no shell line.`,
    fix: `Write command: ${asList(line) ?? EXAMPLE}, or add shell: true.`,
  }
}

/** A line as program and arguments; null where a shell would do more than split it at its blanks. */
function asList(line: string): string | null {
  const words = line.trim().split(/\s+/)
  const plain = /^[\w@%+=:,./-]+$/
  return words.every((word) => plain.test(word)) ? JSON.stringify(words).replaceAll('","', '", "') : null
}

/** Why `env` is wrong. Its values may be secrets: a text is never shown. */
export function explainEnv({ key, value, rest }: Wrong): Explanation {
  const [name] = rest
  if (name === undefined) return explainWholeEnv(value)
  if (name === '' || String(name).includes('=') || String(name).includes('\0'))
    return {
      message: `env has the name ${shown(name)}, which no variable can have.`,
      fix: 'Write env: { NAME: "value" }.',
    }
  if (typeof value === 'string') return holdsNul(key)
  const isScalar = value === null || typeof value !== 'object'
  const what = isScalar ? shown(value) : 'no text'
  return { message: `${key} is ${what}, but must be a text.`, fix: `Write ${quotedForm(value)}.` }
}

function explainWholeEnv(value: unknown): Explanation {
  const fix = 'Write env: { NAME: "value" }.'
  if (isRecord(value))
    return { message: 'env has a variable called constructor or prototype.', fix: 'Give it another name.' }
  return { message: `env is ${Array.isArray(value) ? 'a list' : 'no object'}, but must map names to texts.`, fix }
}

/** Why `ready.tcp` is wrong. */
export function explainTcp({ key, value }: Wrong): Explanation {
  const digits = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null
  const isPort = digits !== null && digits >= 1 && digits <= 65535
  return {
    message: `${key} is ${shown(value)}, but must be a port (1 to 65535) or "host:port".`,
    fix: isPort ? `Write ${digits}, without quotes.` : 'Write 8080 or "127.0.0.1:8080", for example.',
  }
}

function holdsNul(key: string): Explanation {
  return { message: `${key} holds a NUL character, which no program can be given.`, fix: 'Remove it.' }
}

/** What to write where a text must stand. */
export function quotedForm(value: unknown): string {
  return wordOf(value) === '' ? 'a text' : JSON.stringify(wordOf(value))
}
