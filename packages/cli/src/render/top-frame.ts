// What `otp-sup top` shows, and what its keys do to that: state in, lines or a new state out. Nothing here asks a tree.
import { durationText, type OutputLine, type ShownChild, type StatusAnswer } from '@otp-sup/core/client'
import { outputLine } from './output-line.ts'
import { table } from './status-table.ts'
import { visible } from './visible.ts'

/** What is on the screen. */
export type TopState = {
  readonly answer: StatusAnswer
  readonly selected: string
  readonly filter: string
  readonly mode: 'tree' | 'filter' | 'logs' | 'why'
  /** Lines of the selected child. */
  readonly lines: readonly OutputLine[]
  /** Why the selected child is as it is. */
  readonly why: readonly string[]
  /** What happened last, in words. */
  readonly events: readonly string[]
  /** What became of the last thing that was asked for. */
  readonly message: string
}

/** What a key asks of the tree. */
export type TopWish = 'restart' | 'stop' | 'start' | 'logs' | 'why' | 'tree' | 'quit'

const EVENTS = 3
const KEYS: Readonly<Record<TopState['mode'], string>> = {
  tree: '↑↓ move  / filter  r restart  s stop  t start  l logs  y why  q quit',
  filter: 'type a part of a path; Enter keeps it, Esc drops it',
  logs: 'Esc back  ↑↓ other child  q quit',
  why: 'Esc back  ↑↓ other child  q quit',
}

/** The children that the filter lets through. */
export function shownChildren({ answer, filter }: TopState): readonly ShownChild[] {
  return answer.children.filter(({ path }) => path.includes(filter))
}

/** The lines of the screen, as many as it has. */
export function topFrame(
  state: TopState,
  size: { readonly columns: number; readonly rows: number },
  nowMs: number,
): readonly string[] {
  const { columns, rows } = size
  const { tree } = state.answer
  const head = `${tree.name}: up ${durationText(nowMs - Date.parse(tree.startedAt))}, pid ${tree.pid}${tree.file === null ? '' : `, ${visible(tree.file)}`}`
  const room = Math.max(1, rows - EVENTS - 3)
  const body = bodyOf(state, { columns, room, nowMs })
  const filled = [...body, ...Array.from({ length: Math.max(0, room - body.length) }, () => '')]
  const events = Array.from({ length: EVENTS }, (_, at) => dim(cut(state.events.at(at - EVENTS) ?? '', columns)))
  return [
    bold(cut(head, columns)),
    ...filled,
    ...events,
    cut(lowLine(state), columns),
    dim(cut(KEYS[state.mode], columns)),
  ]
}

const bold = (text: string): string => `\u001B[1m${text}\u001B[22m`
const dim = (text: string): string => `\u001B[2m${text}\u001B[22m`

const cut = (text: string, columns: number): string =>
  text.length <= columns ? text : `${text.slice(0, columns - 1)}…`

/** A colour whose end is cut off would go on. */
// oxlint-disable-next-line no-control-regex -- colours are what this is about
const uncolored = (text: string): string => text.replaceAll(/\u001B\[[\d;:]*m/g, '')

const lowLine = ({ mode, filter, message }: TopState): string => {
  if (mode === 'filter') return `/${filter}_`
  return filter === '' ? message : `/${filter}   ${message}`
}

type Room = { readonly columns: number; readonly room: number; readonly nowMs: number }

const bodyOf = (state: TopState, { columns, room, nowMs }: Room): readonly string[] => {
  const { mode, selected, lines, why } = state
  if (mode === 'logs') {
    const shown = lines
      .slice(1 - room)
      .map((line) =>
        outputLine({ ...line, text: cut(uncolored(line.text), columns - line.path.length - 3) }, true).trimEnd(),
      )
    return [`output of ${selected}${lines.length === 0 ? ': nothing yet' : ''}`, ...shown]
  }
  if (mode === 'why') return why.slice(0, room)
  const [titles = '', ...rows] = table(shownChildren(state), { columns, color: true, nowMs, selected })
  const at = shownChildren(state).findIndex(({ path }) => path === selected)
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), rows.length - (room - 1)))
  return [titles, ...rows.slice(from, from + room - 1)]
}

/** What is pressed. */
export type Pressed = { readonly name: string; readonly text: string; readonly ctrl: boolean }

const MOVES: Readonly<Record<string, number>> = { up: -1, k: -1, down: 1, j: 1, pageup: -10, pagedown: 10 }
const WISHES: Readonly<Record<string, TopWish>> = {
  r: 'restart',
  s: 'stop',
  t: 'start',
  l: 'logs',
  return: 'logs',
  y: 'why',
  q: 'quit',
}

/** What a key does. */
export function pressed(state: TopState, key: Pressed): { readonly state: TopState; readonly wish: TopWish | null } {
  if (key.ctrl && key.name === 'c') return { state, wish: 'quit' }
  if (state.mode === 'filter') return { state: typed(state, key), wish: null }
  const by = MOVES[key.name]
  if (by !== undefined) return { state: moved(state, by), wish: state.mode === 'tree' ? null : state.mode }
  return other(state, key)
}

const other = (state: TopState, key: Pressed): ReturnType<typeof pressed> => {
  if (key.name === 'escape')
    return { state: { ...state, mode: 'tree', filter: state.mode === 'tree' ? '' : state.filter }, wish: 'tree' }
  if (key.text === '/') return { state: { ...state, mode: 'filter', filter: '' }, wish: null }
  return { state, wish: WISHES[key.name] ?? null }
}

const typed = (state: TopState, { name, text }: Pressed): TopState => {
  if (name === 'escape') return { ...state, mode: 'tree', filter: '' }
  if (name === 'return') return visibleSelection({ ...state, mode: 'tree' })
  if (name === 'backspace') return { ...state, filter: state.filter.slice(0, -1) }
  return visibleSelection({ ...state, filter: state.filter + text.replaceAll(/[^A-Za-z0-9_.@/-]/g, '') })
}

const moved = (state: TopState, by: number): TopState => {
  const children = shownChildren(state)
  const at = children.findIndex(({ path }) => path === state.selected)
  const to = children[Math.max(0, Math.min(children.length - 1, at + by))]
  return to === undefined ? state : { ...state, selected: to.path, lines: [], why: [] }
}

/** What is selected is among what is shown. */
const visibleSelection = (state: TopState): TopState => {
  const [first, ...others] = shownChildren(state)
  if (first === undefined || [first, ...others].some(({ path }) => path === state.selected)) return state
  return { ...state, selected: first.path }
}
