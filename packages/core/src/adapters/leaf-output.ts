// From a leaf's streams to its sinks, its last words, and those who wait for a line.
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { heardWords } from '../output/heard-words.ts'
import { valve } from '../output/valve.ts'
import type { Output, OutputSink, SinkStream, StreamName, StreamOrigin } from '../ports/output.ts'
import type { Program, Sink, Sinks } from '../spec/child-spec.ts'
import type { OurEnds, StreamPlan } from './captured-streams.ts'
import { type FairReading, readFairly, type Turns } from './fair-reading.ts'
import type { Hearer, Listen } from './log-readiness.ts'

/** Where output can go. */
export type OutputMeans = {
  /** Null: there is no console, and nobody asks for last words. */
  readonly output: Output | null
  readonly fileSink: (path: string) => OutputSink
  readonly turns: Turns
}

/** The output of one incarnation. */
export interface LeafOutput {
  readonly listen: Listen
  /** For the child's end: waits until what the child wrote before was read, and is out or stuck. */
  finish(done: () => void): void
}

/** What becomes of the streams of a program. */
export function streamPlan({ sinks, ready }: Program, output: Output | null): StreamPlan {
  const plan = (list: readonly Sink[]): StreamPlan[StreamName] => {
    if (list.some((sink) => sink.kind === 'inherit')) return 'inherited'
    const wanted = list.some((sink) => sink.kind === 'file' || (sink.kind === 'console' && output !== null))
    return wanted || ready.kind === 'log' ? 'captured' : 'nowhere'
  }
  return { stdout: plan(sinks.stdout), stderr: plan(sinks.stderr) }
}

/** Whether all that a program writes is seen on a console with colours, or nowhere. */
export function showsColors({ stdout, stderr }: Sinks, output: Output | null): boolean {
  if (output === null) return false
  const shows = (stream: StreamName) => (sink: Sink) =>
    sink.kind === 'null' || (sink.kind === 'console' && output.colors[stream])
  const isSeen = [...stdout, ...stderr].some((sink) => sink.kind === 'console')
  return isSeen && stdout.every(shows('stdout')) && stderr.every(shows('stderr'))
}

/** Reads the streams to their ends, whatever comes. */
export function leafOutput(path: string, sinks: Sinks, ends: OurEnds, means: OutputMeans): LeafOutput {
  const hearers = new Set<Hearer>()
  means.output?.words.begin(path)
  const sockets: Readable[] = []
  const readings: FairReading[] = []
  const streams = (['stdout', 'stderr'] as const).flatMap((stream) => {
    const source = ends[stream]
    if (source === null) return []
    sockets.push(source)
    // A stream that breaks is at its end; nothing else follows from it.
    source.on('error', () => {})
    const newFlow = valve(source)
    const takers = takersOf({ path, stream }, sinks[stream], newFlow, means)
    const take = (chunk: Uint8Array): void => {
      for (const taker of takers) taker.write(chunk)
      for (const hear of hearers) hear(stream, chunk)
    }
    readings.push(readFairly(source, newFlow(), means.turns, take))
    return takers
  })
  const listen: Listen = (hear) => {
    hearers.add(hear)
    return () => hearers.delete(hear)
  }
  const end = (done: () => void): void => {
    // An orphan's output is still read, but must not keep us alive. All streams of children are sockets to Node.
    for (const socket of sockets) if (socket instanceof Socket) socket.unref()
    for (const reading of readings) reading.relax()
    endAll(streams, done)
  }
  // Two turns of the event loop: between them every stream that has data, or its end, is read.
  const finish = (done: () => void): void => {
    for (const reading of readings) reading.hurry()
    if (sockets.length === 0) done()
    else setImmediate(() => setImmediate(end, done))
  }
  return { listen, finish }
}

function takersOf(
  origin: StreamOrigin,
  sinks: readonly Sink[],
  newFlow: ReturnType<typeof valve>,
  { output, fileSink }: OutputMeans,
): readonly SinkStream[] {
  const takers: SinkStream[] = output === null ? [] : [heardWords(origin, output.words)]
  for (const sink of sinks) {
    const place = sink.kind === 'file' ? fileSink(sink.file) : sink.kind === 'console' ? output?.console : null
    if (place) takers.push(place.begin(origin, newFlow()))
  }
  return takers
}

/** Calls `done` when all of them are done. */
function endAll(streams: readonly SinkStream[], done: () => void): void {
  let waiting = streams.length
  if (waiting === 0) return done()
  for (const stream of streams)
    stream.ended(() => {
      waiting -= 1
      if (waiting === 0) done()
    })
}
