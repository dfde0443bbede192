// One direction between a child and us. Node's own pipes are sockets: `echo x > /dev/stdout` fails on them (ENXIO), and
// nginx and php-fpm log that way. Node cannot make a real pipe, but it can open a FIFO and forget its name.
import { closeSync, constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

/** What the `stdio` of a spawn takes. */
export type StdioEnd = 'pipe' | 'ignore' | 'inherit' | number

/** A pipe, before and after its child is spawned. */
export interface PipeEnd {
  readonly childEnd: StdioEnd
  /** It was spawned; takes what Node made of a `pipe`. */
  open(made: unknown): Duplex | null
  /** It was not. */
  discard(): void
}

/** Who reads: we, or the child. */
export type Reader = 'we' | 'child'

/** Makes a pipe of a FIFO; null: there is none, and Node's own must do. */
export function pipeEnd(fifo: number | null, reader: Reader): PipeEnd {
  return fifo === null ? nodeEnd : fifoEnd(fifo, reader)
}

/** Where there is no mkfifo, or no place for it. */
const nodeEnd: PipeEnd = { childEnd: 'pipe', open: (made) => made as Duplex | null, discard: () => {} }

/** Our end must not block, the child's must: a child that is not prepared for EAGAIN would lose output. */
function fifoEnd(fifo: number, reader: Reader): PipeEnd {
  const link = `/proc/self/fd/${fifo}`
  const opened: number[] = []
  const weRead = reader === 'we'
  try {
    const ours = openSync(link, (weRead ? O_RDONLY : O_WRONLY) | O_NONBLOCK)
    opened.push(ours)
    const childEnd = openSync(link, weRead ? O_WRONLY : O_RDONLY)
    opened.push(childEnd)
    return {
      childEnd,
      open: () => {
        // A stream ends when its last writer has gone: we must not be one; nor the last reader, of what we write.
        closeSync(childEnd)
        return new Socket({ fd: ours, readable: weRead, writable: !weRead })
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
