/** What the processes of a group use together. */
export type GroupUsage = {
  /** CPU time of all of them so far, in milliseconds. */
  readonly cpuMs: number
  /** Pages that they share count once. */
  readonly memoryBytes: number
  readonly processes: number
}

/** Measures process groups. */
export interface Usage {
  /** Measures the groups of these leaders in one pass, and then tells it; a group that is not there is missing. */
  measure(leaders: readonly number[], tell: (groups: ReadonlyMap<number, GroupUsage>) => void): void
}
