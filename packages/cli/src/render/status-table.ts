// The status of a tree as a table.
import {
  type ChildState,
  describeExit,
  durationText,
  type RestartWindow,
  type ShownChild,
  type StatusAnswer,
  sizeText,
} from '@otp-sup/core/client'
import { visible } from './visible.ts'

/** For whom it is. */
export type StatusView = {
  /** Of the terminal; null when there is none. */
  readonly columns: number | null
  readonly color: boolean
  readonly nowMs: number
}

/** Draws a tree instead of paths, and marks one line. */
export type TreeView = StatusView & { readonly selected: string }

type Column = { readonly title: string; readonly right?: boolean; readonly cell: (child: ShownChild) => string }

const COLUMNS: readonly Column[] = [
  { title: 'PATH', cell: ({ path }) => path },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'PID', right: true, cell: ({ pid }) => (pid === null ? '-' : String(pid)) },
  { title: 'STARTS', right: true, cell: ({ incarnation }) => String(incarnation) },
  { title: 'UPTIME', right: true, cell: ({ uptimeMs }) => (uptimeMs === null ? '-' : durationText(uptimeMs)) },
  { title: 'RESTARTS', cell: restarts },
  { title: 'READY', cell: readiness },
  { title: 'CPU', right: true, cell: ({ cpuPercent }) => (cpuPercent === null ? '-' : `${Math.round(cpuPercent)} %`) },
  { title: 'MEMORY', right: true, cell: ({ memoryBytes }) => (memoryBytes === null ? '-' : sizeText(memoryBytes)) },
  { title: 'LAST EXIT', cell: lastExit },
]

function readiness({ ready, healthy }: ShownChild): string {
  if (healthy === null || !ready) return ready ? 'yes' : 'no'
  return healthy ? 'healthy' : 'yes'
}

function restarts({ window, retryInMs }: ShownChild): string {
  if (retryInMs !== null) return `again in ${durationText(retryInMs)}`
  return window === null ? '-' : windowText(window)
}

/** `1 of 3 in 5 s` */
export function windowText({ restarts: count, intensity, periodMs }: RestartWindow): string {
  return `${count} of ${intensity} in ${durationText(periodMs)}`
}

function lastExit({ lastExit: exit }: ShownChild): string {
  return exit === null ? '-' : describeExit(exit)
}

const COLORS: Readonly<Record<ChildState, number>> = {
  running: 32,
  starting: 33,
  stopping: 33,
  restarting: 33,
  down: 31,
  done: 90,
}

/** A line about the tree, then a line for each child. */
export function statusText({ tree, children }: StatusAnswer, view: StatusView): string {
  const upMs = view.nowMs - Date.parse(tree.startedAt)
  const of = tree.file === null ? '' : `, ${visible(tree.file)}`
  const head = `${tree.name}: up ${durationText(upMs)}, pid ${tree.pid}${of}`
  return [cut(head, view.columns), ...table(children, view)].map((line) => `${line}\n`).join('')
}

/** The table alone: its head and a line for each child. */
export function table(children: readonly ShownChild[], view: StatusView | TreeView): readonly string[] {
  const { columns, color } = view
  const rows = children.map((child) => COLUMNS.map(({ cell }) => visible(cell(child))))
  if ('selected' in view) children.forEach(({ path }, at) => rows[at]?.splice(0, 1, indented(path)))
  const widths = COLUMNS.map(({ title }, at) =>
    rows.reduce((most, row) => Math.max(most, (row[at] ?? '').length), title.length),
  )
  const line = (cells: readonly string[]): string =>
    cut(
      cells
        .map((cell, at) =>
          COLUMNS[at]?.right === true ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
        )
        .join('  ')
        .trimEnd(),
      columns,
    )
  const titles = line(COLUMNS.map(({ title }) => title))
  const lines = rows.map((row, at) => (color ? colored(line(row), children[at]?.state, widths[0] ?? 0) : line(row)))
  if ('selected' in view) {
    const at = children.findIndex(({ path }) => path === view.selected)
    if (at !== -1) lines[at] = `\u001B[7m${line(rows[at] ?? []).padEnd(columns ?? 0)}\u001B[27m`
  }
  return [color ? `\u001B[1m${titles}\u001B[22m` : titles, ...lines]
}

/** Its place in the tree by two blanks a level, and its id. */
function indented(path: string): string {
  const ids = path.split('/')
  return `${'  '.repeat(ids.length - 1)}${ids.at(-1)}`
}

/** Colours the word of the state, which stands after the path. */
function colored(line: string, state: ChildState | undefined, pathWidth: number): string {
  if (state === undefined) return line
  const from = pathWidth + 2
  return `${line.slice(0, from)}\u001B[${COLORS[state]}m${line.slice(from, from + state.length)}\u001B[39m${line.slice(from + state.length)}`
}

function cut(line: string, columns: number | null): string {
  return columns === null || line.length <= columns ? line : `${line.slice(0, columns - 1)}…`
}
