// Who would be started, in which order, and what side by side.
import type { ChildSpec, LeafSpec, SupervisorChildSpec } from '@otp-sup/core'
import { attributeWords, commandWords, healthWords, readyWords } from './spec-words.ts'

type Start = { readonly step: number; readonly path: string; readonly words: string }

/** The starts of a boot, a line each: those with the same number are started side by side. */
export function startOrder(root: SupervisorChildSpec): string {
  const { starts } = startsOf(root, root.id, 1)
  const width = starts.reduce((most, { path: { length } }) => Math.max(most, length), 0)
  const digits = String(starts.reduce((most, { step }) => Math.max(most, step), 0)).length
  return starts
    .toSorted((a, b) => a.step - b.step)
    .map(({ step, path, words }) => `${String(step).padStart(digits)}  ${path.padEnd(width)}  ${words}\n`)
    .join('')
}

type Block = {
  readonly starts: readonly Start[]
  /** The first step after all of it is ready. */
  readonly next: number
}

/** A child starts when all that it depends on is ready; a supervisor is ready when all its children are. */
function startsOf(parent: SupervisorChildSpec, path: string, first: number): Block {
  if (parent.template !== null) return { starts: [ofTemplate(parent, path, first)], next: first }
  const nexts = new Map<string, number>()
  const starts: Start[] = []
  let ofAll = first
  for (const child of parent.children) {
    const awaited = child.dependsOn === 'all_before' ? [ofAll] : child.dependsOn.map((id) => nexts.get(id) ?? first)
    const block = blockOf(child, `${path}/${child.id}`, Math.max(first, ...awaited))
    nexts.set(child.id, block.next)
    ofAll = Math.max(ofAll, block.next)
    for (const start of block.starts) starts.push(start)
  }
  return { starts, next: ofAll }
}

function blockOf(child: ChildSpec, path: string, step: number): Block {
  if (child.type === 'supervisor') return startsOf(child, path, step)
  return { starts: [{ step, path, words: wordsOf(child) }], next: step + 1 }
}

function wordsOf(leaf: LeafSpec): string {
  return [commandWords(leaf), readyWords(leaf), healthWords(leaf), ...attributeWords(leaf)]
    .filter((words) => words !== null)
    .join('; ')
}

function ofTemplate({ template }: SupervisorChildSpec, path: string, step: number): Start {
  return { step, path, words: `nothing yet: its children are made of ${template?.id} by startChild` }
}
