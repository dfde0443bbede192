// A tree as a YAML file.
import { Document, isMap, isScalar, isSeq, visit } from 'yaml'
import type { Draft, Imported } from './draft.ts'
import { specOf } from './imported-tree.ts'
import { origin } from './tree-source.ts'

const SCHEMA = './node_modules/otp-sup/tree.schema.json'

/** The text of a tree file in YAML, with a comment wherever meanings differ. */
export function treeYaml(imported: Imported, from: string): string {
  // Words that other readers take for booleans are quoted: ours refuses them without.
  const document = new Document(specOf(imported), { compat: 'yaml-1.1', aliasDuplicateObjects: false })
  const children = document.get('children')
  if (isSeq(children)) for (const [index, node] of children.items.entries()) comment(node, imported.workers[index])
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every((item) => isScalar(item))
    },
  })
  const { root, tool } = imported
  document.commentBefore = [
    ` yaml-language-server: $schema=${SCHEMA}`,
    ` ${origin(tool, from)}`,
    ...wordsOf(root),
  ].join('\n')
  return document.toString({ lineWidth: 0, flowCollectionPadding: false })
}

function comment(node: unknown, from: Draft | undefined): void {
  if (from === undefined || !isMap(node)) return
  const words = wordsOf(from)
  if (words.length > 0) node.commentBefore = words.join('\n')
}

function wordsOf({ notes }: Draft<object>): readonly string[] {
  return notes
    .filter(({ fidelity }) => fidelity !== 'kept')
    .map(({ fidelity, theirs, words }) => ` ${fidelity}: ${theirs.replaceAll('\n', ' ')}. ${words}`)
}
