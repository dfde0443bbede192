// Pipes for a child's stdout and stderr. Node's own are sockets: `echo x > /dev/stdout` fails on them (ENXIO), and
// nginx and php-fpm log that way. Node cannot make a real pipe, but it can open a FIFO and forget its name.
import type { ChildProcess } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { StreamName } from '../ports/output.ts'
import { fifoStock } from './nameless-fifos.ts'

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

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

type StdioEnd = 'pipe' | 'ignore' | 'inherit' | number

/** One stream. Its `open` takes what Node made of a `pipe`. */
interface End {
  readonly childEnd: StdioEnd
  open(made: Readable | null): Readable | null
  discard(): void
}

/** Nothing was made yet. */
export const NO_STREAMS: ChildStreams = {
  childEnds: ['ignore', 'ignore'],
  open: () => ({ stdout: null, stderr: null }),
  discard: () => {},
}

/** Makes streams for one child after the other; throws when there are no descriptors left. */
export function streamMaker(): (plan: StreamPlan) => ChildStreams {
  // Elsewhere a FIFO without a name cannot be opened again.
  const takeFifo = process.platform === 'linux' ? fifoStock() : () => null
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

function bothStreams(out: End, err: End): ChildStreams {
  return {
    childEnds: [out.childEnd, err.childEnd],
    open: (child) => ({ stdout: out.open(child.stdout), stderr: err.open(child.stderr) }),
    discard: () => {
      out.discard()
      err.discard()
    },
  }
}

function makeEnd(plan: StreamPlan[StreamName], takeFifo: () => number | null): End {
  if (plan === 'nowhere') return plainEnd('ignore')
  if (plan === 'inherited') return plainEnd('inherit')
  const fifo = takeFifo()
  return fifo === null ? nodeEnd : fifoEnd(fifo)
}

function plainEnd(childEnd: 'ignore' | 'inherit'): End {
  return { childEnd, open: () => null, discard: () => {} }
}

/** Where there is no mkfifo, or no place for it. */
const nodeEnd: End = { childEnd: 'pipe', open: (made) => made, discard: () => {} }

/** Our end must not block, the child's must: a child that is not prepared for EAGAIN would lose output. */
function fifoEnd(fifo: number): End {
  const link = `/proc/self/fd/${fifo}`
  const opened: number[] = []
  try {
    const ours = openSync(link, O_RDONLY | O_NONBLOCK)
    opened.push(ours)
    const childEnd = openSync(link, O_WRONLY)
    opened.push(childEnd)
    return {
      childEnd,
      open: () => {
        // A stream ends when its last writer has gone: we must not be one.
        closeSync(childEnd)
        return new Socket({ fd: ours, readable: true, writable: false })
      },
      discard: () => opened.forEach((descriptor) => closeSync(descriptor)),
    }
  } catch (error) {
    for (const descriptor of opened) closeSync(descriptor)
    throw error
  } finally {
    closeSync(fifo)
  }
}
