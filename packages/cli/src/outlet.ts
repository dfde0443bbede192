// A way out for what is printed: in order, in bounded memory, and nobody waits for its reader.

/** Writes what it can: how many bytes it took, 0 when it takes none now. Throws or rejects when the reader has gone. */
export type Send = (bytes: Uint8Array) => number | Promise<number>

/** Something to be printed. */
export type Parcel = {
  readonly bytes: Uint8Array
  /** False when whoever printed it has given up. */
  readonly isWanted: () => boolean
  /** It is out, or never will be. Called once. */
  readonly settle: (error: Error | null) => void
}

/** What is printed by way of one outlet keeps its order, whoever prints. */
export interface Outlet {
  /** Bytes that are not out. */
  readonly waiting: number
  put(parcel: Parcel): void
}

/** A reader that is a little slow is asked again soon, one that has stopped now and then. */
const FIRST_WAIT_MS = 1
const LAST_WAIT_MS = 50

export const outlet = (send: Send): Outlet => {
  const queue: Parcel[] = []
  let waiting = 0
  let isWorking = false
  const work = async (): Promise<void> => {
    isWorking = true
    for (let parcel = queue[0]; parcel !== undefined; parcel = queue[0]) {
      const error = await sendWhole(parcel, send)
      queue.shift()
      waiting -= parcel.bytes.length
      // Whoever hears of it may put the next one.
      parcel.settle(error)
    }
    isWorking = false
  }
  return {
    get waiting() {
      return waiting
    },
    put: (parcel) => {
      waiting += parcel.bytes.length
      queue.push(parcel)
      if (!isWorking) void work()
    },
  }
}

const sendWhole = async ({ bytes, isWanted }: Parcel, send: Send): Promise<Error | null> => {
  let rest = bytes
  let waitMs = FIRST_WAIT_MS
  try {
    while (rest.length > 0) {
      if (!isWanted()) return new Error('nobody reads it')
      const count = await send(rest)
      rest = rest.subarray(count)
      if (count === 0) await pause(waitMs)
      waitMs = count === 0 ? Math.min(waitMs * 2, LAST_WAIT_MS) : FIRST_WAIT_MS
    }
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))
