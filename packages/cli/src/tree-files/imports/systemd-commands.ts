// ExecStart and the like.
import { approximate, type Draft, draft, keep, literal, lose } from './draft.ts'
import { plainWords, splitWords } from './shell-words.ts'
import type { ServiceValues } from './systemd-service.ts'

/** `-`, `@`, `:`, `+` and `!` before the program. */
const PREFIX = /^[-@:+!]+/

/** Adds the command of a unit; the answer is the one-shots for what runs before it. */
export function addCommands(made: Draft, service: ServiceValues): readonly Draft[] {
  addStart(made, service.get('ExecStart') ?? [])
  addStop(made, service.get('ExecStop') ?? [])
  return (service.get('ExecStartPre') ?? []).map((line, index) => {
    const before = draft(`${made.id}-pre${index === 0 ? '' : `-${index + 1}`}`, made.place)
    addLine(before, `ExecStartPre=${line}`, line.replace(PREFIX, ''))
    approximate(
      before,
      'ExecStartPre',
      { ready: { exit: true } },
      'It runs before the first start; systemd runs it before each.',
    )
    return before
  })
}

function addStart(made: Draft, start: readonly string[]): void {
  for (const line of start) {
    const [mark] = PREFIX.exec(line) ?? []
    if (mark !== undefined) lose(made, `ExecStart=${mark}…`, 'The mark has no meaning here.')
  }
  const lines = start.map((line) => line.replace(PREFIX, ''))
  const [only = '', ...more] = lines
  if (more.length === 0) return addLine(made, `ExecStart=${only}`, only)
  const all = lines.map((line) => (splitWords(specifiers(line)) ?? [line]).map(forShell).join(' ')).join(' && ')
  keep(made, `ExecStart, ${lines.length} times`, { command: finished(all), shell: true })
}

function addLine(made: Draft, theirs: string, line: string): void {
  const words = splitWords(specifiers(line))
  const [left] = /%[a-zA-Z]/.exec(specifiers(line).replaceAll(/%[iI%]/g, '')) ?? []
  if (left !== undefined) lose(made, `${theirs}: ${left}`, 'This specifier is not filled in.')
  if (words === null || words.length === 0)
    return approximate(made, theirs, { command: literal(line), shell: true }, 'It has a quote without an end.')
  if (!words.some((word) => VARIABLE.test(word)))
    return keep(made, theirs, { command: words.map((word) => finished(word.replaceAll('$$', '$'))) })
  approximate(
    made,
    theirs,
    { command: finished(words.map(forShell).join(' ')), shell: true },
    'sh puts in the variables.',
  )
}

/** `$FOO` as a word of its own, or `${FOO}` anywhere: what systemd puts a value in for. */
const VARIABLE = /^\$\w+$|(?<!\$)\$\{\w+\}/

/** `$FOO` becomes several words, `${FOO}` never: as in a shell without and with quotes. Nothing else is special. */
function forShell(word: string): string {
  if (/^(?:\$\w+|[\w@%+=:,./-]+)$/.test(word)) return word
  const inQuotes = word.replaceAll(/\$\$|\$\{\w+\}|[\\"`$]/g, (each) => {
    if (each === '$$') return '\\$'
    return each.startsWith('${') ? each : `\\${each}`
  })
  return `"${inQuotes}"`
}

function finished(text: string): string {
  return instance(literal(text)).replaceAll('%%', '%')
}

function addStop(made: Draft, lines: readonly string[]): void {
  const [line, ...more] = lines.map((each) => each.replace(PREFIX, ''))
  if (line === undefined) return
  for (const each of more) lose(made, `ExecStop=${each}`, 'One stop command is run.')
  const asked = line.replaceAll(/\$\{?MAINPID\}?/g, '$OTP_SUP_PID')
  const words = plainWords(asked)
  const stopCommand = words === null ? ['sh', '-c', literal(asked)] : words.map(literal)
  keep(made, `ExecStop=${line}`, { stopCommand })
}

function specifiers(text: string): string {
  return text.replaceAll('%t', '/run').replaceAll('%S', '/var/lib').replaceAll('%L', '/var/log')
}

/** The instance of a unit such as `redis@.service` is a variable. */
function instance(text: string): string {
  return text.replaceAll(/%[iI]/g, '${INSTANCE}')
}
