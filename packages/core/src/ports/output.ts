/** What one of a child's streams must offer; Node's readable streams do. */
export interface ByteStream {
  on(event: 'data', take: (chunk: Uint8Array) => void): unknown
  /** No more data until `resume`: the child then blocks in its writes. */
  pause(): unknown
  resume(): unknown
}

/** The streams of one incarnation of a leaf. */
export type ChildStreams = {
  readonly path: string
  readonly stdout: ByteStream
  readonly stderr: ByteStream
}

/** One incarnation's streams, being read. */
export interface AttachedOutput {
  /** The child is down: what it left without a line end is shown now. Its streams may still be held open by others. */
  ended(): void
}

/** Where children's output goes. */
export interface Output {
  /** Reads both streams to their ends, whatever comes. */
  attach(streams: ChildStreams): AttachedOutput
}

/** What children said last, for the report of an end. */
export interface LastWords {
  /** The last lines of a path, oldest first, made visible; empty when it said nothing. */
  lastLines(path: string): readonly string[]
}
