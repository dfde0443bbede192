// Pipes for a child's stdout and stderr.
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { StreamName } from '../ports/output.ts'
import type { TakeFifo } from './nameless-fifos.ts'
import { type PipeEnd, pipeEnd, type StdioEnd } from './pipe-end.ts'

/** Read by us, our own descriptor, or `/dev/null`. */
export type StreamPlan = Readonly<Record<StreamName, 'captured' | 'inherited' | 'nowhere'>>

/** Our ends of the streams; null for what is not captured. */
export type OurEnds = Readonly<Record<StreamName, Readable | null>>

/** The streams of one child, before and after it is spawned. */
export interface ChildStreams {
  /** For the `stdio` of the spawn: stdout and stderr. */
  readonly childEnds: readonly [StdioEnd, StdioEnd]
  /** It was spawned. */
  open(child: ChildProcess): OurEnds
  /** It was not. */
  discard(): void
}

/** Nothing was made yet. */
export const NO_STREAMS: ChildStreams = {
  childEnds: ['ignore', 'ignore'],
  open: () => ({ stdout: null, stderr: null }),
  discard: () => {},
}

/** Makes streams for one child after the other; throws when there are no descriptors left. */
export function streamMaker(takeFifo: TakeFifo): (plan: StreamPlan) => ChildStreams {
  return ({ stdout, stderr }) => {
    const out = makeEnd(stdout, takeFifo)
    try {
      return bothStreams(out, makeEnd(stderr, takeFifo))
    } catch (error) {
      out.discard()
      throw error
    }
  }
}

function bothStreams(out: PipeEnd, err: PipeEnd): ChildStreams {
  return {
    childEnds: [out.childEnd, err.childEnd],
    open: (child) => ({ stdout: out.open(child.stdout), stderr: err.open(child.stderr) }),
    discard: () => {
      out.discard()
      err.discard()
    },
  }
}

function makeEnd(plan: StreamPlan[StreamName], takeFifo: TakeFifo): PipeEnd {
  if (plan === 'nowhere') return plainEnd('ignore')
  if (plan === 'inherited') return plainEnd('inherit')
  return pipeEnd(takeFifo(), 'we')
}

function plainEnd(childEnd: 'ignore' | 'inherit'): PipeEnd {
  return { childEnd, open: () => null, discard: () => {} }
}
