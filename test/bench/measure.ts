// Stopwatch, scales, and the middle of what they say.

/** The middle one, or the lower one of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[(sorted.length - 1) >> 1]
  if (middle === undefined) throw new Error('There is no median of nothing.')
  return middle
}

/** How long something takes, in milliseconds. */
export async function timed(act: () => unknown): Promise<number> {
  const beganMs = performance.now()
  await act()
  return performance.now() - beganMs
}

/** Runs all of them in turn, `rounds` times, after `warm` rounds that do not count; the medians, by name. */
export async function inTurn<Name extends string>(
  rounds: { readonly warm: number; readonly counted: number },
  acts: Readonly<Record<Name, () => number | Promise<number>>>,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(acts) as Name[]
  const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let round = 0; round < rounds.warm + rounds.counted; round++) {
    for (const name of names) {
      collectGarbage()
      const value = await acts[name]()
      if (round >= rounds.warm) taken[name].push(value)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(taken[name])])) as Record<Name, number>
}

/** Bytes in use on the heap once the garbage is gone. */
export async function retainedBytes(): Promise<number> {
  // What a finished promise or a weak reference holds is free only in a later turn.
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
  }
  return process.memoryUsage().heapUsed
}

const collectGarbage = (): void => {
  if (globalThis.gc === undefined) throw new Error('Run this by `pnpm bench`: it needs node --expose-gc.')
  globalThis.gc()
}
