// When a line of its output says that a child is ready.
import { type LineSplitter, lineSplitter, SILENCE_MS } from '../output/line-splitter.ts'
import { uncolored } from '../output/visible-text.ts'
import type { StreamName } from '../ports/output.ts'
import type { Ready } from '../spec/child-spec.ts'
import { short } from './http-answer.ts'
import type { Wait } from './polling.ts'

export type LogReady = Extract<Ready, { kind: 'log' }>

/** Somebody who hears each chunk of both streams. */
export type Hearer = (stream: StreamName, chunk: Uint8Array) => void

/** Where a child's output is heard, until the answer is called. */
export type Listen = (hear: Hearer) => () => void

/** Calls `ready` once, when a line of either stream matches; nothing is heard after that. The answer gives the wait up. */
export function awaitLog(log: LogReady, listen: Listen, { clock, seen }: Wait, ready: () => void): () => void {
  // With g or y a RegExp remembers where it was.
  const pattern = new RegExp(log.pattern, log.flags.replaceAll(/[gy]/g, ''))
  const streams = { stdout: lineSplitter(), stderr: lineSplitter() }
  const cancelSilence: Record<StreamName, () => void> = { stdout: () => {}, stderr: () => {} }
  const giveUp = (): void => {
    deafen()
    cancelSilence.stdout()
    cancelSilence.stderr()
  }
  const look = (texts: readonly string[]): boolean => {
    const found = texts.some((text) => pattern.test(uncolored(text)))
    const last = texts.at(-1)
    if (last !== undefined) seen(() => `the line ${short(uncolored(last))}`)
    if (!found) return false
    giveUp()
    ready()
    return true
  }
  // What counts as it stands is still the beginning of its line.
  const watchSilence = (stream: StreamName, splitter: LineSplitter): void => {
    cancelSilence[stream] = clock.startTimer(SILENCE_MS, () => look([splitter.peek()]))
  }
  const deafen = listen((stream, chunk) => {
    cancelSilence[stream]()
    const splitter = streams[stream]
    const isReady = look(splitter.push(chunk).map((line) => line.text))
    if (!isReady && splitter.hasPending()) watchSilence(stream, splitter)
  })
  return giveUp
}
