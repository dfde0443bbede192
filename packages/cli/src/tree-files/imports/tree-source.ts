// A tree as a TypeScript file: the only place that writes one.
import { visible } from '../../render/visible.ts'
import type { Draft, Imported, Note } from './draft.ts'
import { type Code, codeOf, usesNeeded } from './value-code.ts'

const WIDTH = 120

/** The text of a tree file that says what was made of another file, with a comment wherever meanings differ. */
export function treeSource({ tool, root, workers }: Imported, from: string): string {
  const children = workers.map((each) => block('worker', each, null))
  const tree = block('supervisor', root, children)
  const imports = workers.length === 0 ? 'supervisor' : 'supervisor, worker'
  return `${[
    `// ${origin(tool, from)}`,
    `import { ${imports} } from 'otp-sup'`,
    '',
    ...(usesNeeded(tree) ? NEEDED : []),
    `${commentsOf(tree, '')}export default ${printed(tree, 0, 'export default '.length)}`,
  ].join('\n')}\n`
}

/** The first line of a tree that was made of something. */
export function origin(tool: string, from: string): string {
  const what = tool === from ? from : `${visible(from)} (${tool})`
  return `Made of ${what}. Where meanings differ, a comment says so.`
}

const NEEDED = [
  'const needed = (name: string): string => {',
  '  const value = process.env[name]',
  '  if (value === undefined) throw new Error(`The variable ${name} is not set.`)',
  '  return value',
  '}',
  '',
]

/** Options as our own documents list them. */
const ORDER = [
  'strategy',
  'intensity',
  'period',
  'autoShutdown',
  'monitorInterval',
  'command',
  'args',
  'shell',
  'cwd',
  'env',
  'envFile',
  'inheritEnv',
  'preferLocal',
  'user',
  'group',
  'umask',
  'nice',
  'oomScoreAdj',
  'limits',
  'instances',
  'restart',
  'significant',
  'successCodes',
  'shutdownCodes',
  'stopSignal',
  'stopScope',
  'stopCommand',
  'shutdown',
  'ready',
  'startTimeout',
  'onStartFailure',
  'health',
  'backoff',
  'dependsOn',
  'log',
]

/** `worker('id', { … })`, with its comments above it and inside. */
function block(
  name: 'worker' | 'supervisor',
  { id, options, notes }: Draft<object>,
  children: readonly Code[] | null,
): Code {
  const keys = Object.keys(options).toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  const entries = keys.map((key) => ({
    key,
    code: codeOf((options as Readonly<Record<string, unknown>>)[key]),
    comments: notes.filter((note) => note.fidelity !== 'kept' && note.keys[0] === key).map(commentOf),
  }))
  return {
    kind: 'call',
    name,
    id: codeOf(id),
    comments: notes.filter((note) => note.fidelity !== 'kept' && note.keys.length === 0).map(commentOf),
    entries:
      children === null
        ? entries
        : [...entries, { key: 'children', code: { kind: 'list', items: children }, comments: [] }],
  }
}

function commentOf({ fidelity, theirs, words }: Note): string {
  return `${fidelity}: ${visible(theirs)}. ${visible(words)}`.trim()
}

/** As Biome and Prettier would: on one line what fits. `used`: what stands before it on its line. */
function printed(code: Code, depth: number, used: number): string {
  const flat = flatOf(code)
  // A comma follows.
  if (code.kind === 'text' || (flat !== null && used + flat.length < WIDTH)) return flat ?? ''
  const inside = '  '.repeat(depth + 1)
  const end = '  '.repeat(depth)
  if (code.kind === 'list') {
    const items = code.items.map(
      (item) => `${commentsOf(item, inside)}${inside}${printed(item, depth + 1, inside.length)},\n`,
    )
    return `[\n${items.join('')}${end}]`
  }
  const entries = code.entries.map(({ key, code: value, comments }) => {
    const start = `${inside}${key}: `
    return `${lines(comments, inside)}${start}${printed(value, depth + 1, start.length)},\n`
  })
  const object = `{\n${entries.join('')}${end}}`
  return code.kind === 'object' ? object : `${code.name}(${printed(code.id, depth, used)}, ${object})`
}

function commentsOf(code: Code, indent: string): string {
  return code.kind === 'call' ? lines(code.comments, indent) : ''
}

function lines(comments: readonly string[], indent: string): string {
  const room = new RegExp(`.{1,${WIDTH - indent.length - 3}}(?= |$)|\\S+`, 'g')
  return comments
    .flatMap((comment) => comment.match(room) ?? [])
    .map((line) => `${indent}// ${line.trim()}\n`)
    .join('')
}

/** On one line; null when comments stand in it, or it is a call: its options are easier to change on lines of their own. */
function flatOf(code: Code): string | null {
  if (code.kind === 'text') return code.text
  if (code.kind === 'call') return null
  if (code.kind === 'list') {
    const items = code.items.map(flatOf)
    return items.every((item) => item !== null) ? `[${items.join(', ')}]` : null
  }
  const entries = code.entries.map(({ key, code: value }) => [key, flatOf(value)] as const)
  if (entries.some(([, value]) => value === null)) return null
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} }`
}
