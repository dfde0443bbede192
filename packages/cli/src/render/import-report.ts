// What has become of another tool's file, for people.
import { visible } from './visible.ts'

/** One thing that the file says, and what has become of it. */
export type ShownNote = {
  readonly fidelity: 'kept' | 'approximated' | 'lost'
  readonly theirs: string
  readonly keys: readonly string[]
  readonly words: string
}

/** Part of a tree, with its notes. */
export type ShownPart = { readonly path: string; readonly notes: readonly ShownNote[] }

/** A block for each part of the tree: in one line what was kept, then what differs, each on a line of its own. */
export function importReport(parts: readonly ShownPart[]): string {
  return parts.map(({ path, notes }) => [visible(path), ...linesOf(notes)].join('\n')).join('\n')
}

function linesOf(notes: readonly ShownNote[]): readonly string[] {
  const kept = notes.filter(({ fidelity }) => fidelity === 'kept').map(({ theirs }) => visible(theirs))
  const others = notes.filter(({ fidelity }) => fidelity !== 'kept')
  return [
    ...(kept.length === 0 ? [] : [`  kept: ${kept.join('; ')}`]),
    ...others.map(({ fidelity, theirs, keys, words }) => {
      const ours = keys.length === 0 ? '' : ` -> ${keys.join(', ')}`
      return `  ${fidelity}: ${visible(theirs)}${ours}. ${visible(words)}`
    }),
  ]
}
