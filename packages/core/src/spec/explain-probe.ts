// Words for people about a wrong value in `ready` or `health`.
import { explainTcp, quotedForm } from './explain-program.ts'
import type { Explanation } from './explanation.ts'
import { HEALTH_EXAMPLES } from './health-rule.ts'
import { MOST_FAILURES } from './health-schema.ts'
import { duration, type Explain, must, oneOf, type Wrong } from './option-shapes.ts'
import { isRecord, shown, wordOf } from './plain-data.ts'
import { whyNoPattern } from './probe-schema.ts'
import { READY_EXAMPLES } from './ready-rule.ts'
import { NOTIFY_WAYS } from './ready-schema.ts'

const OR_LEAVE = 'or leave ready out if it is ready as soon as its process exists'

/** Why `ready` is wrong. */
export function explainReady(wrong: Wrong): Explanation {
  return explainProbe(wrong, OF_READY, { verb: 'wait for', examples: READY_EXAMPLES, or: OR_LEAVE })
}

/** Why `health` is wrong. */
export function explainHealth(wrong: Wrong): Explanation {
  return explainProbe(wrong, OF_HEALTH, {
    verb: 'ask',
    examples: HEALTH_EXAMPLES,
    or: 'or leave health out if it is not to be checked',
  })
}

type Words = { readonly verb: string; readonly examples: string; readonly or: string }

function explainProbe(wrong: Wrong, ofKey: Readonly<Record<string, Explain>>, words: Words): Explanation {
  const explain = ofKey[String(wrong.rest[0] ?? '')]
  if (explain !== undefined) return explain(wrong)
  return {
    message: `${wrong.key} is ${shown(wrong.value)}, but must say what to ${words.verb}.`,
    fix: `Write ${meantBy(wrong.value) ?? words.examples}, ${words.or}.`,
  }
}

/** What a value without its key is, most likely. */
function meantBy(value: unknown): string | null {
  const word = wordOf(value)
  if (/^\d+$/.test(word)) return `{ tcp: ${word} }`
  if (/^https?:/.test(word)) return `{ http: ${JSON.stringify(word)} }`
  return NOTIFY_WAYS.some((way) => way === word) ? `{ notify: "${word}" }` : null
}

const OF_BOTH: Readonly<Record<string, Explain>> = {
  tcp: explainTcp,
  http: ({ key, value }) => ({
    message: `${key} is ${shown(value)}, but must be a URL that begins with http:// or https://.`,
    fix: 'Write "http://127.0.0.1:8080/health", for example.',
  }),
  status: must('an HTTP status (100 to 599), or a list of them', '204 or [200, 204], for example'),
  header: explainHeader,
  body: explainPattern,
  insecure: must('true or false', 'true or false'),
  socket: must('the path of a Unix socket', '"run/api.sock", for example'),
  exec: explainExec,
  timeout: duration([]),
  foreign: must('true or false', 'true or false'),
}

const OF_READY: Readonly<Record<string, Explain>> = {
  ...OF_BOTH,
  notify: oneOf(NOTIFY_WAYS),
  log: explainPattern,
  delay: duration([]),
  exit: ({ key, value }) => ({
    message: `${key} is ${shown(value)}, but can only be true.`,
    fix: `Write { exit: true }, ${OR_LEAVE}.`,
  }),
}

const OF_HEALTH: Readonly<Record<string, Explain>> = {
  ...OF_BOTH,
  notify: ({ key, value }) => ({
    message: `${key} is ${shown(value)}, but only "systemd" can say again and again that a worker is well.`,
    fix: 'Write "systemd", or ask by http, tcp, socket or exec.',
  }),
  every: duration([]),
  failures: must(`a whole number from 1 to ${MOST_FAILURES}: how many checks in a row must fail`, '3, for example'),
}

function explainExec({ key, value, rest }: Wrong): Explanation {
  if (rest.length > 1 && value !== undefined)
    return { message: `${key} is ${shown(value)}, but must be a text.`, fix: `Write ${quotedForm(value)}.` }
  const what = value === undefined ? 'an empty list' : shown(value)
  const words = wordOf(value).trim().split(/\s+/)
  const asList = /^[\w@%+=:,./\s-]+$/.test(wordOf(value)) ? JSON.stringify(words).replaceAll('","', '", "') : null
  return {
    message: `${key} is ${what}, but must be a list of texts: a program and its arguments.`,
    fix: `Write ${asList ?? '["pg_isready", "-q"]'}.`,
  }
}

function explainHeader(wrong: Wrong): Explanation {
  if (wrong.rest.length > 1) return explainPattern(wrong)
  return {
    message: `${wrong.key} is ${shown(wrong.value)}, but must map names of headers to what they must match.`,
    fix: 'Write { "x-ready": "yes" }, for example.',
  }
}

function explainPattern({ key, value }: Wrong): Explanation {
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
