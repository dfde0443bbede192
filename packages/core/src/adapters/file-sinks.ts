// `{ file }`: what a child writes, byte by byte. Only where lines of several writers meet, one may be cut, and marked.
import { LONGEST_LINE_BYTES, NEWLINE, SILENCE_MS } from '../output/line-splitter.ts'
import { pendingBytes } from '../output/pending-bytes.ts'
import type { Clock } from '../ports/clock.ts'
import type { Flow, OutputSink, SinkStream } from '../ports/output.ts'
import { SharedFile, type SinkMeans } from './shared-file.ts'

/** The sinks of the files that are in use; sinks of one file share it. */
export function fileSinks(means: SinkMeans): (path: string) => OutputSink {
  const inUse = new Map<string, SharedFile>()
  const fileOf = (path: string): SharedFile => {
    for (const [other, file] of inUse) if (file.isUnused) inUse.delete(other)
    const file = inUse.get(path) ?? new SharedFile(path, means)
    inUse.set(path, file)
    return file
  }
  return (path) => ({
    begin: (_origin, flow) => wholeLines(fileOf(path), flow, means.clock),
  })
}

/** Holds back the beginning of a line until its end, so that lines of several writers do not mix. */
function wholeLines(file: SharedFile, flow: Flow, clock: Clock): SinkStream {
  const pending = pendingBytes()
  let over = false
  let cancelSilence = (): void => {}
  const flush = (): void => {
    // A copy: what is taken is only lent.
    if (pending.length > 0) file.append(pending.take(pending.length).slice(), flow)
  }
  file.join()
  return {
    write: (chunk) => {
      cancelSilence()
      const end = chunk.lastIndexOf(NEWLINE) + 1
      if (end > 0) {
        flush()
        file.append(chunk.subarray(0, end), flow)
      }
      pending.append(chunk.subarray(end))
      // An orphan may write on after the end of its child; then no timer may be left behind.
      if (over || pending.length > LONGEST_LINE_BYTES) flush()
      else if (pending.length > 0) cancelSilence = clock.startTimer(SILENCE_MS, flush)
    },
    ended: (done) => {
      over = true
      cancelSilence()
      flush()
      file.leave()
      file.flushed(done)
    },
  }
}
