// What a lint says. The names are the user's to look up, search for and filter by: they never change.

/** The lints that are computed from a tree, by name; docs/lints.md describes each. */
export const LINTS = {
  'auto-shutdown-restarted': 'warning',
  'backoff-gives-up': 'advice',
  'backoff-never-trips': 'warning',
  'backoff-never-waits': 'warning',
  'dependants-not-restarted': 'advice',
  'endless-start': 'advice',
  'escalation-multiplies': 'advice',
  'instances-over-intensity': 'warning',
  'missing-ready': 'warning',
  'never-ends': 'warning',
  'never-ready': 'warning',
  'nobody-significant': 'warning',
  'short-shutdown': 'warning',
  'slow-stop': 'warning',
  'transient-supervisor': 'warning',
} as const

/** The name of a lint. It never changes its meaning. */
export type LintName = keyof typeof LINTS

/** Something that is allowed in a tree and hardly ever meant, or worth knowing, with the numbers of this tree. */
export type Lint = {
  readonly name: LintName
  /** `warning`: probably a mistake. `advice`: what follows from the numbers. */
  readonly level: 'warning' | 'advice'
  /** The tree path, ids joined by `/`; of copies (`instances`) the path without `@n`. */
  readonly path: string
  /** The option, as a key path inside that spec; `''` when it is not about one option. */
  readonly key: string
  /** One sentence. */
  readonly message: string
  /** What to write instead: one sentence. */
  readonly fix: string
  /** What it was computed from and to, durations in milliseconds (`…Ms`). */
  readonly numbers: Readonly<Record<string, number>>
}

/** A lint, before it is told how much it weighs. */
export type Found = Omit<Lint, 'level' | 'numbers'> & { readonly numbers?: Lint['numbers'] }

/** With its weight. */
export function weighed({ numbers = {}, ...found }: Found): Lint {
  return { ...found, level: LINTS[found.name], numbers }
}
