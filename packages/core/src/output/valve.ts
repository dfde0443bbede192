// Several sinks of one stream, each with a back-pressure of its own.
import type { Flow } from '../ports/output.ts'

/** Makes one flow for each sink: the source flows while none of them is paused. */
export function valve(source: Flow): () => Flow {
  const holding = new Set<Flow>()
  return () => {
    const flow: Flow = {
      pause: () => {
        if (holding.size === 0) source.pause()
        holding.add(flow)
      },
      resume: () => {
        if (holding.delete(flow) && holding.size === 0) source.resume()
      },
    }
    return flow
  }
}
