// What the parts of a parsed YAML document mean: aliases are what they name, and `<<` takes over the keys of other maps.
// Our own, for the library's conversion to data takes exponential time over merged aliases, and forgets how a value was
// written.
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  visit,
  type YAMLMap,
} from 'yaml'

/** A key of a map, its own or merged. */
export type Entry = { readonly key: string; readonly keyNode: Node | null; readonly node: Node | null }

/** Thrown for what no data can be made of. */
export class YamlNodeError extends Error {
  readonly node: Node | null
  readonly fix: string
  constructor(node: Node | null, message: string, fix: string) {
    super(message)
    this.node = node
    this.fix = fix
  }
}

/** Reads the nodes of one document. */
export type YamlReader = {
  /** What an alias names; any other node is itself. */
  readonly resolved: (node: Node | null) => Node | null
  /** The keys of a map, those that are merged last. */
  readonly entries: (map: YAMLMap) => readonly Entry[]
}

/** A reader of a document. */
export function yamlReader(document: Document): YamlReader {
  const targets = targetsIn(document)
  const known = new Map<YAMLMap, readonly Entry[] | null>()
  const resolved = (node: Node | null): Node | null => (isAlias(node) ? named(node, targets) : node)
  const entries = (map: YAMLMap): readonly Entry[] => {
    const before = known.get(map)
    if (before === null) throw new YamlNodeError(map, 'A map is merged into itself.', 'Remove the << in it.')
    if (before !== undefined) return before
    known.set(map, null)
    const all = entriesOf(map, { resolved, entries })
    known.set(map, all)
    return all
  }
  return { resolved, entries }
}

/** An alias names the last anchor of that name before it. */
function targetsIn(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node)
        return
      }
      const target = anchors.get(node.source)
      if (target !== undefined) targets.set(node, target)
    },
  })
  return targets
}

function named(alias: Alias, targets: ReadonlyMap<Alias, Node>): Node {
  const target = targets.get(alias)
  if (target !== undefined) return target
  const message = `The alias *${alias.source} names no anchor before it.`
  throw new YamlNodeError(
    alias,
    message,
    `Write &${alias.source} where it is defined, or quote a text that begins with *.`,
  )
}

function entriesOf(map: YAMLMap, reader: YamlReader): readonly Entry[] {
  const own: Entry[] = []
  const merged: Entry[] = []
  for (const { key, value } of map.items) {
    const keyNode = isNode(key) ? key : null
    const node = isNode(value) ? value : null
    if (isMergeKey(keyNode)) merged.push(...mergedFrom(node, keyNode, reader))
    else own.push({ key: keyText(reader.resolved(keyNode)), keyNode, node })
  }
  if (merged.length === 0) return own
  const seen = new Set(own.map(({ key }) => key))
  // What stands first counts: own keys before merged ones, earlier sources before later ones.
  return [...own, ...merged.filter(({ key }) => !seen.has(key) && seen.add(key))]
}

function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<'
}

function mergedFrom(node: Node | null, keyNode: Node | null, reader: YamlReader): readonly Entry[] {
  const source = reader.resolved(node)
  if (isMap(source)) return reader.entries(source)
  if (isSeq(source)) {
    const maps = source.items.map((item) => reader.resolved(isNode(item) ? item : null))
    if (maps.every((each) => isMap(each))) return maps.flatMap((each) => reader.entries(each))
  }
  throw new YamlNodeError(
    node ?? keyNode,
    '<< takes a map, or a list of maps.',
    'Write <<: *name, with &name at a map.',
  )
}

function keyText(key: Node | null): string {
  if (!isScalar(key)) throw new YamlNodeError(key, 'A key is a list or a map.', 'Write a text as the key.')
  return key.type === 'PLAIN' ? (key.source ?? '') : String(key.value)
}
