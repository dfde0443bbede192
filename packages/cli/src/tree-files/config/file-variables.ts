// `${VAR}` and `${VAR:-value}` inside the parsed texts of a file; `$${` is a literal `${`, every other `$` is itself.
// The file's own text is left alone: a value can never become a key, a number or a line.
import type { At, ValueProblem } from './text-tree.ts'
import { isScalarPlace } from './tree-texts.ts'

/** The environment to take values from. */
export type Variables = Readonly<Record<string, string | undefined>>

/** A value with its variables expanded. */
export type Expanded = {
  readonly value: unknown
  readonly found: readonly ValueProblem[]
  /** Where texts with variables stand: what they stand for is never to be shown. */
  readonly places: readonly At[]
  /** Such a text as it was written; null for any other. */
  readonly textAt: (at: At) => string | null
}

type Words = Omit<ValueProblem, 'at'>

type Walk = {
  readonly variables: Variables
  readonly found: ValueProblem[]
  readonly places: At[]
  readonly written: Map<string, string>
}

/** Expands the variables in all texts of a value. */
export function expandVariables(value: unknown, variables: Variables): Expanded {
  const walk: Walk = { variables, found: [], places: [], written: new Map() }
  const expanded = expand(value, [], walk)
  const { found, places, written } = walk
  return { value: expanded, found, places, textAt: (at) => written.get(JSON.stringify(at)) ?? null }
}

function expand(value: unknown, at: At, walk: Walk): unknown {
  if (typeof value === 'string') return typed(value, expandText(value, at, walk), at)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: unknown, index) => expand(item, [...at, index], walk))
  // fromEntries, for a key __proto__ must stay an ordinary key that checkSpec can refuse.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, [...at, key], walk)]))
}

/** One variable and nothing else may be a number or a boolean, where an option takes one. */
function typed(written: string, expanded: string, at: At): unknown {
  const isOne = /^\$\{[^}]*\}$/.test(written) && isScalarPlace(at)
  return isOne && /^(?:\d{1,15}(?:\.\d+)?|true|false)$/.test(expanded) ? JSON.parse(expanded) : expanded
}

function expandText(text: string, at: At, walk: Walk): string {
  let isWritten = false
  const expanded = text.replaceAll(/\$\$\{|\$\{([^}]*)(\}?)/g, (all, inside: string | undefined, end: string) => {
    if (inside === undefined) return '${'
    const read = readVariable(inside, end !== '', walk.variables)
    if (typeof read === 'string') {
      isWritten = true
      return read
    }
    walk.found.push({ at, ...read })
    return all
  })
  if (isWritten) {
    walk.places.push(at)
    walk.written.set(JSON.stringify(at), text)
  }
  return expanded
}

const LITERAL = '$${ is a literal ${'

function readVariable(inside: string, isClosed: boolean, variables: Variables): string | Words {
  if (!isClosed) return { message: `A variable does not end: \${${inside}`, fix: `Write the missing }; ${LITERAL}.` }
  const { name, fallback } = /^(?<name>[A-Za-z_]\w*)(?::-(?<fallback>(?:(?!\$\{).)*))?$/s.exec(inside)?.groups ?? {}
  if (name === undefined)
    return { message: `\${${inside}} is no variable.`, fix: `Write \${NAME} or \${NAME:-value}; ${LITERAL}.` }
  return valueOf(name, fallback, variables)
}

function valueOf(name: string, fallback: string | undefined, variables: Variables): string | Words {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined
  // As in a shell, the default is for what is empty, too.
  if (fallback !== undefined && (value ?? '') === '') return fallback
  if (value !== undefined) return value
  return {
    message: `The variable ${name} is not set, and no default is given.`,
    fix: `Set ${name}, or write \${${name}:-value}; ${LITERAL}.`,
  }
}
