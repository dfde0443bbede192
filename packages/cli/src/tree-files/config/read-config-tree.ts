// A tree that is data: JSON, YAML, TOML or INI; UTF-8, with or without a byte order mark.
import { extname } from 'node:path'
import type { ReadTree } from '../read-tree.ts'
import { fileProblem } from '../tree-file-problem.ts'
import { expandVariables, type Variables } from './file-variables.ts'
import { iniFix } from './ini-fix.ts'
import { parseIniTree } from './ini-tree.ts'
import { parseJsonTree } from './json-tree.ts'
import type { TextTree } from './text-tree.ts'
import { parseTomlTree } from './toml-tree.ts'
import { isTextPlace } from './tree-texts.ts'
import { NOT_UTF8, utf8Text } from './utf8-text.ts'
import { parseYamlTree } from './yaml-tree.ts'

/** Reads the bytes of a tree file. */
export function readConfigTree(file: string, bytes: Uint8Array, variables: Variables): ReadTree {
  const text = utf8Text(bytes)
  if (text === null) return { ok: false, problems: [fileProblem(file, NOT_UTF8)] }
  const parsed = parsedAs(extname(file), text)
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map((problem) => fileProblem(file, problem)) }
  const written = withoutExtras(parsed.value)
  const { value, found, places, textAt } = expandVariables(written, variables)
  return {
    ok: true,
    value,
    written,
    found: [...parsed.found, ...found],
    foundInText: parsed.found,
    variablePlaces: places,
    textAt,
    placeOf: ({ at }) => parsed.placeOf(at),
    fixIn: extname(file) === '.ini' ? iniFix : (fix) => fix,
  }
}

function parsedAs(ending: string, text: string): TextTree {
  if (ending === '.json') return parseJsonTree(text)
  if (ending === '.toml') return parseTomlTree(text)
  return ending === '.ini' ? parseIniTree(text) : parseYamlTree(text, isTextPlace)
}

/** Without what is no part of the tree: `x-…` keys at the top, and the `$schema` that editors want. */
function withoutExtras(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$schema' && !key.startsWith('x-')))
}
