/** Which of a leaf's streams. */
export type StreamName = 'stdout' | 'stderr'

/** Back-pressure: who writes too fast is held in its writes until `resume`. */
export interface Flow {
  pause(): unknown
  resume(): unknown
}

/** One stream of one incarnation of a leaf. */
export type StreamOrigin = { readonly path: string; readonly stream: StreamName }

/** Where output ends: the console, a file; later a rotated file, another machine. */
export interface OutputSink {
  /** A stream begins. While the sink is full it may hold the flow. */
  begin(origin: StreamOrigin, flow: Flow): SinkStream
}

/** One stream on its way into a sink. */
export interface SinkStream {
  /** Takes what comes, and keeps it in bounded memory. Never blocks, never throws. */
  write(chunk: Uint8Array): void
  /**
   * The child is down: what it left without a line end is written now. `done` is called once, soon, when all is out
   * or will never be. An orphan may write on.
   */
  ended(done: () => void): void
}

/** What children said last, for the report of an end. */
export interface LastWords {
  /** The last lines of a path, oldest first, made visible; empty when it said nothing. */
  lastLines(path: string): readonly string[]
}

/** Remembers what children say, whatever the sink. */
export interface WordsHeard {
  /** A new incarnation: what the one before said is not its last word. */
  begin(path: string): void
  /** How many of the last lines of a chunk are worth handing over. */
  readonly mostLines: number
  add(path: string, stream: StreamName, lines: readonly string[]): void
}

/** A line that a child printed. */
export type OutputLine = StreamOrigin & {
  /** Number of the line, from 1, over all children. */
  readonly seq: number
  /** Wall-clock time, ISO 8601. */
  readonly time: string
  /** Control characters are made visible; what is only a piece of a line ends with `…`. */
  readonly text: string
}

/** What children said lately, for who asks later. */
export interface OutputHistory {
  /** The remembered lines of the wanted paths, oldest first. */
  recentLines(isWanted: (path: string) => boolean): readonly OutputLine[]
  /** Hears each line from now on; the answer ends that. */
  onLines(listener: (lines: readonly OutputLine[]) => void): () => void
}

/** What the host of a tree does with its children's output. */
export interface Output {
  /** The sink `console`. */
  readonly console: OutputSink
  /** Whether the streams of the console show colours. */
  readonly colors: Readonly<Record<StreamName, boolean>>
  readonly words: WordsHeard
  /** Another sink has failed, or works again: one sentence for people. */
  onTrouble(message: string): void
}
