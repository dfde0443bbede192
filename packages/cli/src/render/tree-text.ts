import type { ChildSpec, SupervisorChildSpec } from '@otp-sup/core'
import { membersOf } from './members-of.ts'
import { attributeWords, childWords, commandWords, flagWords, healthWords, nameOf, readyWords } from './spec-words.ts'

type Row = { readonly name: string; readonly words: string }

/** A tree for people, a line a child; `columns` is the width of their terminal, null when there is none. */
export function treeText(root: SupervisorChildSpec, columns: number | null): string {
  const rows = rowsOf(root)
  const width = rows.reduce((most, { name: { length } }) => Math.max(most, length), 0)
  return rows.map(({ name, words }) => `${cut(`${name.padEnd(width)}  ${words}`, columns)}\n`).join('')
}

function rowsOf(root: SupervisorChildSpec): readonly Row[] {
  return [{ name: root.id, words: wordsOf(root, null) }, ...rowsBelow(root, '')]
}

function rowsBelow(parent: SupervisorChildSpec, indent: string): readonly Row[] {
  const members = membersOf(parent)
  return members.flatMap((child, index) => {
    const isLast = index === members.length - 1
    const row = { name: `${indent}${isLast ? '└─ ' : '├─ '}${nameOf(child, parent)}`, words: wordsOf(child, parent) }
    return child.type === 'worker' ? [row] : [row, ...rowsBelow(child, `${indent}${isLast ? '   ' : '│  '}`)]
  })
}

function wordsOf(child: ChildSpec, parent: SupervisorChildSpec | null): string {
  if (child.type === 'supervisor') return [...flagWords(child), ...childWords(child, parent)].join('; ')
  const asked = [readyWords(child), healthWords(child)].filter((words) => words !== null)
  return [commandWords(child), ...asked, ...attributeWords(child), ...childWords(child, parent)].join('; ')
}

function cut(line: string, columns: number | null): string {
  if (columns === null || line.length <= columns) return line
  return `${line.slice(0, columns - 1)}…`
}
