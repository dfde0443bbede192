// A tree as a graph, for programs that draw: supervisors are boxes, workers are round, edges of dependsOn are dotted.
import type { ChildSpec, SupervisorChildSpec } from '@otp-sup/core'
import { membersOf } from './members-of.ts'
import { commandWords, flagWords, nameOf } from './spec-words.ts'

type Node = { readonly key: string; readonly type: ChildSpec['type']; readonly lines: readonly string[] }
type Edge = { readonly from: string; readonly to: string; readonly isDependency: boolean }
type Graph = { readonly nodes: readonly Node[]; readonly edges: readonly Edge[] }

function graphOf(root: SupervisorChildSpec): Graph {
  const nodes: Node[] = []
  const edges: Edge[] = []
  const add = (child: ChildSpec, parent: SupervisorChildSpec | null): string => {
    const key = `n${nodes.length}`
    const words = child.type === 'supervisor' ? flagWords(child) : [commandWords(child)]
    nodes.push({ key, type: child.type, lines: [nameOf(child, parent), ...words] })
    if (child.type === 'supervisor') addMembers(child, key)
    return key
  }
  const addMembers = (parent: SupervisorChildSpec, from: string): void => {
    const keys = new Map<string, string>()
    for (const child of membersOf(parent)) {
      const key = add(child, parent)
      keys.set(child.id, key)
      edges.push({ from, to: key, isDependency: false })
      // What depends on every sibling before it is drawn beside them: that is OTP's order.
      const named = child.dependsOn === 'all_before' ? [] : child.dependsOn
      for (const id of named) edges.push({ from: key, to: keys.get(id) ?? key, isDependency: true })
    }
  }
  add(root, null)
  return { nodes, edges }
}

/** For Markdown and documentation sites. */
export function treeMermaid(root: SupervisorChildSpec): string {
  const { nodes, edges } = graphOf(root)
  const label = (lines: readonly string[]) => `"${lines.map(inMermaid).join('<br/>')}"`
  return [
    'flowchart TD',
    ...nodes.map(
      ({ key, type, lines }) => `  ${key}${type === 'supervisor' ? `[${label(lines)}]` : `([${label(lines)}])`}`,
    ),
    ...edges.map(({ from, to, isDependency }) => `  ${from} ${isDependency ? '-. depends on .->' : '-->'} ${to}`),
    '',
  ].join('\n')
}

function inMermaid(text: string): string {
  return text.replaceAll(/[#"<>&\\`]/g, (found) => `#${found.codePointAt(0)};`)
}

/** For Graphviz. */
export function treeDot(root: SupervisorChildSpec): string {
  const { nodes, edges } = graphOf(root)
  const label = (lines: readonly string[]) => `"${lines.map(inDot).join(String.raw`\n`)}"`
  return [
    'digraph tree {',
    '  node [fontname="sans-serif"]',
    ...nodes.map(
      ({ key, type, lines }) => `  ${key} [label=${label(lines)}, shape=${type === 'supervisor' ? 'box' : 'ellipse'}]`,
    ),
    ...edges.map(
      ({ from, to, isDependency }) =>
        `  ${from} -> ${to}${isDependency ? ' [style=dotted, label="depends on", constraint=false]' : ''}`,
    ),
    '}',
    '',
  ].join('\n')
}

function inDot(text: string): string {
  return text.replaceAll(/["\\]/g, String.raw`\$&`)
}
