// One result of a bench, and what of it people and machines are shown.

/** One thing that was measured. */
export type Figure = {
  readonly name: string
  /** What exactly, in one line. */
  readonly measures: string
  readonly value: number
  readonly unit: 'ms' | 'µs' | 'B' | 'kB' | '/min' | 'count'
  /** What it should be at most (of a rate: at least), in its unit, on two quiet cores. Nothing fails by it. */
  readonly bar?: number
  /** The same work done otherwise, in the same run: what it cost, in the same unit. */
  readonly baseline?: { readonly name: string; readonly value: number }
}

/** What is to be measured: a figure before its run. */
export type Question = Omit<Figure, 'value' | 'baseline'>

/** Answers a question with what the same work cost when it was done by `name`. */
export function against(name: string): (question: Question, value: number, baseline: number) => Figure {
  return (question, value, baseline) => ({ ...question, value, baseline: { name, value: baseline } })
}

/** The figures as a table: two lines each, the second says what was measured. */
export function table(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length))
  return figures.map((figure) => `${row(figure, width)}\n  ${figure.measures}\n`).join('\n')
}

/** The figures as one JSON text. */
export function json(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }))
  return JSON.stringify({ node: process.version, figures: rows }, null, 2)
}

const row = (figure: Figure, width: number): string =>
  [
    figure.name.padEnd(width),
    amount(figure.value, figure.unit).padStart(14),
    barOf(figure).padEnd(20),
    ratioText(figure),
  ]
    .join('  ')
    .trimEnd()

const amount = (value: number, unit: Figure['unit']): string => {
  const digits = Math.abs(value) < 10 ? 1 : 0
  return `${value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`
}

const barOf = ({ bar, unit }: Figure): string => {
  if (bar === undefined) return ''
  return `bar ${unit === '/min' ? '>' : '<'} ${bar.toLocaleString('en-US')} ${unit}`
}

const ratioText = (figure: Figure): string => {
  const ratio = ratioOf(figure)
  if (ratio === null || figure.baseline === undefined) return ''
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} × ${figure.baseline.name} (${amount(figure.baseline.value, figure.unit)})`
}

const ratioOf = ({ value, baseline }: Figure): number | null => (baseline === undefined ? null : value / baseline.value)
