const rounded = (value: number): string => String(Math.round(value * 10) / 10)

/** Milliseconds for people: `250 ms`, `2.5 s`, `3 min`, `2 h`. */
export const durationText = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return `${rounded(ms / 1000)} s`
  if (ms < 7_200_000) return `${rounded(ms / 60_000)} min`
  return `${rounded(ms / 3_600_000)} h`
}
