// From the nodes of a YAML document to data.
import { isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml'
import type { At, ValueProblem } from './text-tree.ts'
import { YamlNodeError, type YamlReader } from './yaml-node.ts'

/** Aliases of aliases of aliases make any number of values out of a few lines. */
const MOST_VALUES = 500_000

/** Where a text must stand that is written without quotes and means something else. */
export type IsText = (at: At) => boolean

type Walk = {
  readonly reader: YamlReader
  readonly isText: IsText
  readonly found: ValueProblem[]
  /** Those that the node is part of: an alias must not name one of them. */
  readonly open: Set<Node>
  count: number
}

/** The data of a document, and what in it is not written as it must be. */
export function yamlValue(
  root: Node | null,
  reader: YamlReader,
  isText: IsText,
): { readonly value: unknown; readonly found: readonly ValueProblem[] } {
  const walk: Walk = { reader, isText, found: [], open: new Set(), count: 0 }
  return { value: valueOf(root, [], walk), found: walk.found }
}

function valueOf(written: Node | null, at: At, walk: Walk): unknown {
  walk.count += 1
  if (walk.count > MOST_VALUES)
    throw new YamlNodeError(null, `Its aliases make more than ${MOST_VALUES} values of it.`, 'Use fewer aliases.')
  const node = walk.reader.resolved(written)
  if (node === null) return withoutValue(at, walk)
  if (isScalar(node)) return scalarOf(node, at, walk)
  if (walk.open.has(node))
    throw new YamlNodeError(written, 'An alias stands inside of what it names.', 'Remove the alias, or the anchor.')
  walk.open.add(node)
  const value = collectionOf(node, at, walk)
  walk.open.delete(node)
  return value
}

function collectionOf(node: Node, at: At, walk: Walk): unknown {
  if (isSeq(node)) return node.items.map((item, index) => valueOf(item as Node | null, [...at, index], walk))
  if (!isMap(node)) return null
  // fromEntries, for a key __proto__ must stay an ordinary key that checks can refuse.
  return Object.fromEntries(
    walk.reader
      .entries(node)
      // What stands under x-… at the top is nobody's but for its anchors.
      .filter(({ key }) => at.length > 0 || !key.startsWith('x-'))
      .map((entry) => [entry.key, valueOf(entry.node, [...at, entry.key], walk)]),
  )
}

/** What YAML 1.1 takes for booleans: a reader cannot know which YAML is meant. */
const BOOLEANS_OF_1_1 = /^(?:yes|no|on|off)$/i

function scalarOf(node: Scalar, at: At, walk: Walk): unknown {
  const { value, source = '' } = node
  if (typeof value === 'object' && value !== null)
    throw new YamlNodeError(node, `The tag ${String(node.tag)} has no meaning here.`, 'Remove it.')
  if (node.type !== 'PLAIN' || isPlainText(value, source) || !walk.isText(at)) return value
  return source === '' ? withoutValue(at, walk) : mustBeQuoted(source, at, walk)
}

function isPlainText(value: unknown, source: string): boolean {
  return typeof value === 'string' && !BOOLEANS_OF_1_1.test(source)
}

/** The text is used from here on, so that nothing is said twice. */
function mustBeQuoted(source: string, at: At, { found }: Walk): string {
  const isWord = BOOLEANS_OF_1_1.test(source)
  const what = isWord ? 'which other readers of YAML take for true or false' : 'but must be a text'
  found.push({ at, message: `${keyOf(at)} is ${source} without quotes, ${what}.`, fix: `Write "${source}".` })
  return source
}

function withoutValue(at: At, walk: Walk): unknown {
  if (!walk.isText(at)) return null
  walk.found.push({ at, message: `${keyOf(at)} has no value, but must be a text.`, fix: 'Write "" for an empty text.' })
  return ''
}

/** As people call it: from the option on. */
function keyOf(at: At): string {
  const start = at.findLastIndex(
    (each, i) => i < at.length - 1 && (each === 'command' || each === 'args' || each === 'env'),
  )
  return at.slice(start === -1 ? -1 : start).join('.')
}
