// Words for people about a wrong value in `ready`.
import { explainTcp } from './explain-program.ts'
import type { Explanation } from './explanation.ts'
import { duration, type Explain, must, type Wrong } from './option-shapes.ts'
import { isRecord, shown } from './plain-data.ts'
import { READY_EXAMPLES } from './ready-rule.ts'
import { whyNoPattern } from './ready-schema.ts'

const OR_LEAVE = 'or leave ready out if it is ready as soon as its process exists'

/** Why `ready` is wrong. */
export function explainReady(wrong: Wrong): Explanation {
  const explain = OF_KEY[String(wrong.rest[0] ?? '')]
  if (explain !== undefined) return explain(wrong)
  return {
    message: `${wrong.key} is ${shown(wrong.value)}, but must say what to wait for.`,
    fix: `Write ${READY_EXAMPLES}, ${OR_LEAVE}.`,
  }
}

const OF_KEY: Readonly<Record<string, Explain>> = {
  tcp: explainTcp,
  foreign: must('true or false', 'true or false'),
  log: explainLogReady,
  delay: duration([]),
  exit: ({ key, value }) => ({
    message: `${key} is ${shown(value)}, but can only be true.`,
    fix: `Write { exit: true }, ${OR_LEAVE}.`,
  }),
}

function explainLogReady({ key, value }: Wrong): Explanation {
  const [pattern, flags] = isRecord(value) ? [value['pattern'], value['flags'] ?? ''] : [value, '']
  if (pattern === '') return { message: `${key} is empty, and would match any line.`, fix: 'Write "listening on".' }
  const reason = typeof pattern === 'string' && typeof flags === 'string' ? whyNoPattern(pattern, flags) : null
  if (reason === null)
    return {
      message: `${key} is ${shown(value)}, but must be a regular expression, as a text.`,
      fix: 'Write "listening on", or { pattern: "listening on", flags: "i" }.',
    }
  const isFlags = reason.includes('flags')
  return {
    message: `${key} is ${shown(value)}, which is no regular expression: ${reason}.`,
    fix: isFlags
      ? 'Write flags such as "i", or leave them out.'
      : 'Correct it; a backslash before ( [ . and the like makes them ordinary characters.',
  }
}
