// Rules about the sinks of a worker's streams.
import { type Explanation, type Found, notYet } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { type At, isRecord } from './plain-data.ts'

type Node = Readonly<Record<string, unknown>>

const WRITE_A_SINK = 'Write { file: "…" }, "console", "inherit" or "null".'
const STREAMS: readonly string[] = ['stdout', 'stderr']
/** Keys and words of the contract that this version does not have yet. */
const LATER: readonly string[] = ['maxSize', 'maxFiles', 'compress', 'overflow', 'direct', 'syslog', 'http', 'winston']

/** What is wrong with `log`, beyond values of the wrong shape. */
export function findInLog({ log, ready }: Node, at: At): readonly Found[] {
  if (!isRecord(log)) return []
  const ofKeys = Object.keys(log).flatMap((key) =>
    STREAMS.includes(key) ? findInSinks(log[key], [...at, key]) : [{ at: [...at, key], ...explainKey(key, log) }],
  )
  if (!isRecord(ready) || !Object.hasOwn(ready, 'log') || !STREAMS.every((key) => isInherited(log[key]))) return ofKeys
  const message = 'ready waits for a line of the log, but stdout and stderr are "inherit": no line of them can be read.'
  return [...ofKeys, { at, message, fix: 'Write "console" for one of them, or wait for something else.' }]
}

function explainKey(key: string, log: Node): Explanation {
  if (key === 'file' && typeof log['file'] === 'string')
    return {
      message: 'log.file is not known: each stream has its own sinks.',
      fix: `Write log: { stdout: { file: ${JSON.stringify(log['file'])} } }, and the same for stderr.`,
    }
  if (LATER.includes(key)) return notYet(`log: { ${key} }`, `Leave ${key} out.`)
  const fix = didYouMean(key, STREAMS, 'Write log: { stdout: …, stderr: … }.')
  return { message: `log.${key} is not known.`, fix }
}

function findInSinks(sinks: unknown, at: At): readonly Found[] {
  if (!Array.isArray(sinks)) return findInSink(sinks, at)
  const found = sinks.flatMap((sink: unknown, index) => findInSink(sink, [...at, index]))
  if (sinks.length < 2 || !sinks.includes('inherit')) return found
  const message = '"inherit" stands beside other sinks, but nothing else can read the stream then.'
  return [
    ...found,
    { at: [...at, sinks.indexOf('inherit')], message, fix: 'Write "console" instead, or leave it out.' },
  ]
}

function findInSink(sink: unknown, at: At): readonly Found[] {
  if (typeof sink === 'string') return LATER.includes(sink) ? [{ at, ...later(sink, false) }] : []
  if (!isRecord(sink)) return []
  if (Object.keys(sink).length === 0) return [{ at, message: 'A sink does not say where it goes.', fix: WRITE_A_SINK }]
  return Object.keys(sink).flatMap((key) => {
    if (key === 'file') return []
    const explanation = LATER.includes(key) ? later(key, Object.hasOwn(sink, 'file')) : unknownSinkKey(key)
    return [{ at: [...at, key], ...explanation }]
  })
}

function later(word: string, isBesideFile: boolean): Explanation {
  const fix = isBesideFile ? `Leave ${word} out.` : 'Write "console", "inherit", "null" or { file: "…" }.'
  return notYet(`The sink's ${word}`, fix)
}

function unknownSinkKey(key: string): Explanation {
  return { message: `${key} is no sink.`, fix: didYouMean(key, ['file', ...LATER], WRITE_A_SINK) }
}

function isInherited(sinks: unknown): boolean {
  return sinks === 'inherit' || (Array.isArray(sinks) && sinks.includes('inherit'))
}
