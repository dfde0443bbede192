// The whole status as text, made once for all who ask at the same time. Each gets one that was taken after it asked.
// Making it takes a while for a large tree: ends of children come first, and most of the time is left to them.

/** Texts of what `make` gives. */
export function snapshots(make: () => unknown): () => Promise<Buffer> {
  let coming: Promise<Buffer> | null = null
  let tookMs = 0
  let endedMs = 0
  const take = (): Buffer => {
    coming = null
    const beganMs = performance.now()
    const text = Buffer.from(JSON.stringify(make()))
    endedMs = performance.now()
    tookMs = endedMs - beganMs
    return text
  }
  return () => {
    coming ??= new Promise((resolve, reject) => {
      const waitMs = endedMs + SHARE * tookMs - performance.now()
      const go = (): void => {
        try {
          resolve(take())
        } catch (error) {
          reject(error)
        }
      }
      if (waitMs < 1) setImmediate(go)
      else setTimeout(go, waitMs)
    })
    return coming
  }
}

/** Sending a large answer takes its time too: one for each turn of the event loop. */
export function oneATurn(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  return () => {
    last = last.then(() => new Promise((resolve) => void setImmediate(resolve)))
    return last
  }
}

/** So much of the time is left to others, as a multiple of what is taken. */
const SHARE = 4
