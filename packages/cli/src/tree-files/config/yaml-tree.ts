// YAML 1.2 and merge keys, with positions.
import { type Document, isMap, LineCounter, parseAllDocuments, type YAMLError } from 'yaml'
import { EMPTY, type TextPlace, type TextProblem, type TextTree } from './text-tree.ts'
import { YamlNodeError, yamlReader } from './yaml-node.ts'
import { offsetOf, startOf } from './yaml-place.ts'
import { type IsText, yamlValue } from './yaml-value.ts'
import { explainYamlError } from './yaml-words.ts'

type PlaceAt = (offset: number) => TextPlace

/** Parses a text that has no byte order mark any more; `isText` tells where an unquoted number or boolean is wrong. */
export function parseYamlTree(text: string, isText: IsText = () => false): TextTree {
  const lineCounter = new LineCounter()
  const placeAt: PlaceAt = (offset) => {
    const { line, col } = lineCounter.linePos(offset)
    return { line, column: col }
  }
  try {
    const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false, version: '1.2' })
    const problems = Array.isArray(documents) ? problemsOf(documents[0], text, placeAt) : []
    if (problems.length > 0) return { ok: false, problems }
    return treeOf(onlyOne(Array.isArray(documents) ? documents : []), placeAt, isText)
  } catch (error) {
    const { node, message, fix } = explained(error)
    return { ok: false, problems: [{ message, fix, ...placeAt(startOf(node)) }] }
  }
}

function explained(error: unknown): YamlNodeError {
  if (error instanceof RangeError) return new YamlNodeError(null, 'The data is nested too deeply.', 'Make it flatter.')
  if (error instanceof YamlNodeError) return error
  throw error
}

function onlyOne([document, second]: readonly Document.Parsed[]): Document.Parsed {
  if (document === undefined || isEmpty(document))
    throw new YamlNodeError(null, EMPTY, 'Write id: tree, and children: [].')
  if (second === undefined) return document
  throw new YamlNodeError(second.contents, 'A second document begins after ---.', 'Write one tree in one file.')
}

function isEmpty({ contents }: Document.Parsed): boolean {
  const [start, end] = contents?.range ?? []
  return start === end && !isMap(contents)
}

/** Of errors that follow from each other only the first; the others stand for themselves. */
function problemsOf(document: Document.Parsed | undefined, text: string, placeAt: PlaceAt): readonly TextProblem[] {
  if (document === undefined) return []
  const { errors, warnings, directives } = document
  const standsAlone = ({ code }: YAMLError) => code === 'DUPLICATE_KEY' || code === 'TAB_AS_INDENT'
  const first = errors.find((error) => !standsAlone(error))
  const shown = [...errors.filter(standsAlone), ...(first === undefined ? [] : [first]), ...warnings]
  const problems = shown
    .toSorted((a, b) => a.pos[0] - b.pos[0])
    .map((error) => ({ ...explainYamlError(error, text), ...placeAt(error.pos[0]) }))
  if (directives.yaml.version === '1.2') return problems
  const message = `The file says that it is YAML ${directives.yaml.version}, but otp-sup reads 1.2.`
  return [{ message, fix: 'Remove the line %YAML.', line: 1, column: 1 }, ...problems]
}

function treeOf(document: Document.Parsed, placeAt: PlaceAt, isText: IsText): TextTree {
  const reader = yamlReader(document)
  const { value, found } = yamlValue(document.contents, reader, isText)
  return { ok: true, value, found, placeOf: (at) => placeAt(offsetOf(document.contents, at, reader)) }
}
