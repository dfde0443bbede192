import type { SupervisorChildSpec } from '@otp-sup/core'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { treeFile } from '../found-tree.ts'
import type { Io } from '../io.ts'
import { renderProblems } from '../render/problems.ts'
import { treeDot, treeMermaid } from '../render/tree-graph.ts'
import { treeJson } from '../render/tree-json.ts'
import { treeText } from '../render/tree-text.ts'
import { examine } from './check-trees.ts'

/** How a tree can be printed. */
export type TreeFormat = 'text' | 'mermaid' | 'dot' | 'json'

type Render = (tree: SupervisorChildSpec, io: Io) => string

const RENDER: Readonly<Record<TreeFormat, Render>> = {
  text: (tree, io) => treeText(tree, io.columns),
  mermaid: treeMermaid,
  dot: treeDot,
  json: treeJson,
}

/** `otp-sup tree`: a picture of a tree that is right. */
export const printTree = async (named: string | undefined, format: TreeFormat, io: Io): Promise<ExitCode> => {
  const file = await treeFile(named, io)
  if (file === null) return EXIT.usage
  const examined = await examine(file, io)
  if (!examined.ok) {
    io.stderr.write(renderProblems(examined.problems))
    return EXIT.usage
  }
  await io.write(RENDER[format](examined.spec, io))
  return EXIT.done
}
