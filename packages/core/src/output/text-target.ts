// A stream of ours that children's text is written to: it may be slow, and it may go away.
import type { Flow } from '../ports/output.ts'

/** What a target must offer; `process.stdout` and every Node writable stream do. */
export interface TextStream {
  /** False: full, wait for `drain`. */
  write(text: string): boolean
  on(event: 'drain' | 'error' | 'close', listener: () => void): unknown
}

/** A target with its back-pressure. */
export interface TextTarget {
  /** Writes; `source` is paused for as long as the target is full. */
  write(text: string, source: Flow): void
}

/** Once the stream has failed (EPIPE: its reader has gone, EIO: its terminal), nothing is written any more. */
export function textTarget(stream: TextStream): TextTarget {
  const paused = new Set<Flow>()
  let off = false
  const resumeAll = (): void => {
    for (const source of paused) source.resume()
    paused.clear()
  }
  const turnOff = (): void => {
    off = true
    // Nobody will say `drain` now; the children must not block for a reader that has gone.
    resumeAll()
  }
  stream.on('drain', resumeAll)
  stream.on('error', turnOff)
  stream.on('close', turnOff)
  return {
    write: (text, source) => {
      if (off || stream.write(text) || off) return
      paused.add(source)
      source.pause()
    },
  }
}
