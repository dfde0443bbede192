/** Bytes that wait for more. */
export interface PendingBytes {
  readonly length: number
  append(bytes: Uint8Array): void
  /** Takes the first bytes out. Valid until the next `append`. */
  take(length: number): Uint8Array
  /** What is there, without taking it. */
  view(): Uint8Array
}

const SMALLEST = 256

/** Grows by doubling, so that a stream of single bytes costs linear time; holds nothing while it is empty. */
export function pendingBytes(): PendingBytes {
  let buffer = new Uint8Array(0)
  let start = 0
  let end = 0
  const makeRoom = (count: number): void => {
    if (end + count <= buffer.length) return
    const needed = Math.max(SMALLEST, end - start + count)
    const bigger = new Uint8Array(needed > buffer.length ? Math.max(needed, buffer.length * 2) : buffer.length)
    bigger.set(buffer.subarray(start, end))
    end -= start
    start = 0
    buffer = bigger
  }
  return {
    get length() {
      return end - start
    },
    append: (bytes) => {
      makeRoom(bytes.length)
      buffer.set(bytes, end)
      end += bytes.length
    },
    take: (length) => {
      const taken = buffer.subarray(start, start + length)
      start += length
      if (start === end) {
        buffer = new Uint8Array(0)
        start = 0
        end = 0
      }
      return taken
    },
    view: () => buffer.subarray(start, end),
  }
}
