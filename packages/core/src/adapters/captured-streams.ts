// Pipes for a child's stdout and stderr.
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { StreamName } from '../ports/output.ts'
import type { TakeFifo } from './nameless-fifos.ts'
import { type PipeEnd, pipeEnd, type StdioEnd } from './pipe-end.ts'

/** Read by us, our own descriptor, or `/dev/null`. */
export type StreamPlan = Readonly<Record<StreamName, 'captured' | 'inherited' | 'nowhere'>>

/** Our ends of the streams; null for what is not captured. */
export type OurEnds = Readonly<Record<StreamName | 'notify', Readable | null>>

/** How a child may tell us that it is ready: by a pipe, or by a socket, as Node's channel is one. */
export type NotifyPlan = 'pipe' | 'socket' | null

/** The streams of one child, before and after it is spawned. */
export interface ChildStreams {
  /** For the `stdio` of the spawn: stdout, stderr and, where it is planned, the one for notices. */
  readonly childEnds: readonly StdioEnd[]
  /** It was spawned. */
  open(child: ChildProcess): OurEnds
  /** It was not. */
  discard(): void
}

/** Nothing was made yet. */
export const NO_STREAMS: ChildStreams = {
  childEnds: ['ignore', 'ignore'],
  open: () => ({ stdout: null, stderr: null, notify: null }),
  discard: () => {},
}

/** Makes streams for one child after the other; throws when there are no descriptors left. */
export function streamMaker(takeFifo: TakeFifo): (plan: StreamPlan, notify: NotifyPlan) => ChildStreams {
  return ({ stdout, stderr }, notify) => {
    const ends: PipeEnd[] = []
    try {
      // One by one: what was made before the one that throws is to be discarded.
      ends.push(makeEnd(stdout, takeFifo))
      ends.push(makeEnd(stderr, takeFifo))
      if (notify !== null) ends.push(pipeEnd(notify === 'socket' ? null : takeFifo(), 'we'))
      return allStreams(ends)
    } catch (error) {
      for (const end of ends) end.discard()
      throw error
    }
  }
}

function allStreams(ends: readonly PipeEnd[]): ChildStreams {
  const [out = NO_END, err = NO_END, notify = NO_END] = ends
  return {
    childEnds: ends.map(({ childEnd }) => childEnd),
    open: ({ stdout, stderr, stdio }) => ({
      stdout: out.open(stdout),
      stderr: err.open(stderr),
      notify: notify.open(stdio[3]),
    }),
    discard: () => {
      for (const end of ends) end.discard()
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

const NO_END = plainEnd('ignore')
