// A tree in INI, with positions. Our own reader, of our own few rules (docs/configuration.md): INI has no standard, and
// the readers there are tell no lines, let the last of two equal keys win without a word, and leave `__proto__` out.
import { type IniSection, iniSections } from './ini-lines.ts'
import { iniOptions } from './ini-options.ts'
import { iniServices, isService } from './ini-services.ts'
import { type At, EMPTY, type TextPlace, type TextProblem, type TextTree } from './text-tree.ts'

type Node = {
  readonly section: IniSection
  readonly at: At
  readonly options: Readonly<Record<string, unknown>>
  readonly below: Node[]
}

type Walk = {
  readonly problems: TextProblem[]
  readonly places: Map<string, TextPlace>
  readonly nodes: Map<string, Node>
}

/** Parses a text that has no byte order mark any more. */
export function parseIniTree(text: string): TextTree {
  if (text.trim() === '') return refused([{ line: 1, column: 1, message: EMPTY, fix: 'Write [tree].' }])
  const { head, sections, problems } = iniSections(text)
  const [root, ...others] = sections.filter(({ name }) => !name.text.startsWith('x-'))
  if (root !== undefined && isService(root)) return servicesTree(iniServices(head, [root, ...others]), problems)
  const walk: Walk = { problems: [...problems, ...inNoSection(head)], places: new Map(), nodes: new Map() }
  if (root === undefined)
    return refused([...walk.problems, { line: 1, column: 1, message: 'It has no section.', fix: 'Write [tree].' }])
  addRoot(root, walk)
  for (const section of others) addChild(section, root, walk)
  if (walk.problems.length > 0) return refused(walk.problems)
  const top = walk.nodes.get(root.name.text)
  return { ok: true, value: top === undefined ? null : specOf(top, true), found: [], placeOf: placeIn(walk.places) }
}

function servicesTree(read: ReturnType<typeof iniServices>, ofLines: readonly TextProblem[]): TextTree {
  const problems = [...ofLines, ...read.problems]
  if (problems.length > 0) return refused(problems)
  return { ok: true, value: read.value, found: [], placeOf: placeIn(read.places) }
}

function refused(problems: readonly TextProblem[]): TextTree {
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) }
}

/** Before the first section, only what is nobody's. */
function inNoSection(entries: IniSection['entries']): readonly TextProblem[] {
  return [...entries.values()]
    .filter(({ key }) => !key.text.startsWith('x-'))
    .map(({ key }) => ({
      ...key.place,
      message: `${key.text} stands before the first section.`,
      fix: 'Write [shop], the id of the root, above it.',
    }))
}

function addRoot(section: IniSection, walk: Walk): void {
  if (section.name.text.includes('/')) {
    const [id] = section.name.text.split('/')
    walk.problems.push({
      ...section.name.place,
      message: `The first section is [${section.name.text}], but must be the root.`,
      fix: `Write [${id}] above it.`,
    })
  }
  addNode(section, [], walk)
}

function addChild(section: IniSection, root: IniSection, walk: Walk): void {
  const { text, place } = section.name
  const parent = walk.nodes.get(text.slice(0, Math.max(text.lastIndexOf('/'), 0)))
  if (walk.nodes.has(text))
    return void walk.problems.push({
      ...place,
      message: `The section [${text}] stands twice.`,
      fix: 'Remove one of them.',
    })
  if (parent === undefined)
    return void walk.problems.push(
      { ...place, ...explainNoParent(text, root.name.text) },
      ...iniOptions(section.entries).problems,
    )
  const isTemplate = parent.options['strategy'] === 'simple_one_for_one'
  if (isTemplate && parent.below.length > 0)
    walk.problems.push({
      ...place,
      message: `[${parent.section.name.text}] is simple_one_for_one and has its template already.`,
      fix: 'Remove the section: its children are made at run time.',
    })
  const at = [...parent.at, ...(isTemplate ? ['template'] : ['children', parent.below.length])]
  parent.below.push(addNode(section, at, walk))
}

function explainNoParent(text: string, root: string): Pick<TextProblem, 'message' | 'fix'> {
  const above = text.slice(0, Math.max(text.lastIndexOf('/'), 0))
  return above === ''
    ? { message: `[${text}] is a second root.`, fix: `Write [${root}/${text}].` }
    : { message: `[${text}] has no section [${above}] before it.`, fix: `Write [${above}] above it.` }
}

function addNode(section: IniSection, at: At, { problems, places, nodes }: Walk): Node {
  const { options, problems: found, places: ways } = iniOptions(section.entries)
  problems.push(...found)
  const note = (rest: At, place: TextPlace) => places.set(JSON.stringify([...at, ...rest]), place)
  note([], section.name.place)
  note(['id'], section.name.place)
  for (const [rest, place] of ways) note(rest, place)
  const node = { section, at, options, below: [] }
  nodes.set(section.name.text, node)
  return node
}

function specOf({ section, options, below }: Node, isRoot: boolean): unknown {
  const { text } = section.name
  const children = below.map((node) => specOf(node, false))
  const isTemplate = options['strategy'] === 'simple_one_for_one' && children.length > 0
  return {
    id: text.slice(text.lastIndexOf('/') + 1),
    ...options,
    ...(isTemplate ? { template: children[0] } : {}),
    ...(!isTemplate && (isRoot || children.length > 0) ? { children } : {}),
  }
}

function placeIn(places: ReadonlyMap<string, TextPlace>): (at: At) => TextPlace {
  return (at) => {
    for (let length = at.length; length > 0; length -= 1) {
      const place = places.get(JSON.stringify(at.slice(0, length)))
      if (place !== undefined) return place
    }
    return places.get('[]') ?? { line: 1, column: 1 }
  }
}
