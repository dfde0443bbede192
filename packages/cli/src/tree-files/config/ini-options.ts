// From the entries of an INI section to options. The file has texts only: what an option takes tells what is meant.
import type { IniSection } from './ini-lines.ts'
import { type IniRead, iniText, iniWords } from './ini-words.ts'
import type { At, TextPlace, TextProblem } from './text-tree.ts'
import { isScalarPlace } from './tree-texts.ts'

/** The options of a section, and where they stand, by the way from the section to them. */
export type IniOptions = {
  readonly options: Readonly<Record<string, unknown>>
  readonly problems: readonly TextProblem[]
  readonly places: readonly (readonly [at: At, place: TextPlace])[]
}

/** Reads the entries of a section; `ready.tcp = 80` is an option in an option. */
export function iniOptions(entries: IniSection['entries']): IniOptions {
  const isShell = entries.get('shell')?.value.text === 'true'
  const options: Branch = new Map()
  const places: (readonly [At, TextPlace])[] = []
  const problems = [...entries.values()].flatMap(({ key, value }): readonly TextProblem[] => {
    const at = wayOf(key.text)
    if (at.length > DEEPEST) return [{ ...key.place, message: 'The key has too many dots.', fix: 'Make it flatter.' }]
    for (let length = 1; length < at.length; length += 1) places.push([at.slice(0, length), key.place])
    places.push([at, value.text === '' ? key.place : value.place])
    const read = explainKey(at, value.text) ?? valueAt(at, value.text, isShell)
    if (!read.ok) return [problem(read, value.place)]
    const put = putInto(options, at, read.value)
    return put.ok ? [] : [problem(put, key.place)]
  })
  return { options: dataOf(options) as IniOptions['options'], problems, places }
}

function problem({ message, fix }: Extract<IniRead, { ok: false }>, place: TextPlace): TextProblem {
  return { message, fix, ...place }
}

/** No option is so deep in another. */
const DEEPEST = 8

/** What stands below these has names of people's own, with dots in them. */
const NAMED: readonly unknown[] = ['env', 'header']

function wayOf(key: string): readonly string[] {
  const parts = key.split('.')
  const named = parts.findIndex((part) => NAMED.includes(part)) + 1
  if (named === 0 || named === parts.length) return parts
  return [...parts.slice(0, named), parts.slice(named).join('.')]
}

/** Why an option cannot have a value of its own in INI, and what to write. */
const NO_VALUE: Readonly<Record<string, readonly [message: string, fix: string]>> = {
  id: ['id is the last part of the name of the section.', 'Remove id.'],
  children: ['children are sections of their own.', 'Write [shop/db] below the section [shop].'],
  template: ['template is a section of its own.', 'Write [shop/rooms/room] below the section [shop/rooms].'],
  env: ['env has options of its own.', 'Write env.NAME = value.'],
  ready: ['ready has options of its own.', 'Write ready.tcp = 8080.'],
  health: ['health has options of its own.', 'Write health.tcp = 8080.'],
  limits: ['limits has options of its own.', 'Write limits.nofile = 4096.'],
  log: ['log has options of its own.', 'Write log.stdout = console.'],
}

function explainKey(at: readonly string[], value: string): Extract<IniRead, { ok: false }> | null {
  const [key = '', ...rest] = at
  const isEmptyList = key === 'children' && value === ''
  const own = rest.length === 0 && !isEmptyList && Object.hasOwn(NO_VALUE, key) ? NO_VALUE[key] : undefined
  const words = at.includes('') ? NO_NAME : own
  return words === undefined ? null : { ok: false, message: words[0], fix: words[1] }
}

const NO_NAME = ['A name is missing before or after a dot.', 'Write env.NAME = value.'] as const

/** A list, also of one word. */
const LISTS: readonly unknown[] = [
  'children',
  'command',
  'args',
  'exec',
  'stopCommand',
  'dependsOn',
  'successCodes',
  'shutdownCodes',
  'dependencies',
]
/** A list of several words, or one. */
const ONE_OR_MORE: readonly unknown[] = ['envFile', 'inheritEnv', 'status', 'stdout', 'stderr']

function valueAt(at: readonly string[], written: string, isShell: boolean): IniRead {
  const key = at.at(-1)
  const isText = NAMED.includes(at.at(-2)) || (isShell && key === 'command')
  if (!isText && LISTS.includes(key)) return wordsAt(at, written)
  if (!isText && ONE_OR_MORE.includes(key)) return oneOrMore(wordsAt(at, written), key)
  const read = iniText(written)
  return read.ok ? { ok: true, value: typed(read.value, at) } : read
}

function wordsAt(at: At, written: string): IniRead<readonly unknown[]> {
  const read = iniWords(written)
  return read.ok ? { ok: true, value: read.value.map((word) => typed(word, at)) } : read
}

function oneOrMore(read: IniRead<readonly unknown[]>, key: string | undefined): IniRead {
  return read.ok && isAlone(read.value, key) ? { ok: true, value: read.value[0] } : read
}

/** `inheritEnv = PATH` is a list of one name, `inheritEnv = true` is none. */
function isAlone([only, ...more]: readonly unknown[], key: string | undefined): boolean {
  return only !== undefined && more.length === 0 && (key !== 'inheritEnv' || typeof only === 'boolean')
}

function typed(text: string, at: At): unknown {
  return isScalarPlace(at) && /^(?:-?(?:0|[1-9]\d{0,14})(?:\.\d+)?|true|false)$/.test(text) ? JSON.parse(text) : text
}

type Branch = Map<string, unknown>

function putInto(branch: Branch, at: readonly string[], value: unknown): IniRead {
  const [key = '', ...rest] = at
  const there = branch.get(key)
  if (rest.length === 0 && there === undefined) branch.set(key, value)
  else if (rest.length > 0 && (there === undefined || there instanceof Map)) {
    const next: Branch = there ?? new Map()
    branch.set(key, next)
    return putInto(next, rest, value)
  } else return { ok: false, message: `${key} is both a value and has options of its own.`, fix: 'Remove one of them.' }
  return { ok: true, value }
}

/** A branch whose keys count from 0 is a list. */
function dataOf(branch: unknown): unknown {
  if (!(branch instanceof Map)) return branch
  const entries = [...branch].map(([key, value]) => [key, dataOf(value)] as const)
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index))
  // fromEntries, for a key __proto__ must stay an ordinary key that checkSpec can refuse.
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}
