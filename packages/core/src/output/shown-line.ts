import type { Line } from './line-splitter.ts'
import { visibleText } from './visible-text.ts'

/** Stands at the end of what is only a piece of a line. */
export const PIECE_MARK = '…'

/** A line for people: what could harm their terminal is visible, what is only a piece is marked. */
export function shownLine({ text, whole }: Line): string {
  return whole ? visibleText(text) : visibleText(text) + PIECE_MARK
}
