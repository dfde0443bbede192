// Whether an HTTP response is one that was waited for.
import type { Responded } from '../ports/probe.ts'
import type { Pattern, Ready } from '../spec/child-spec.ts'

type Wanted = Pick<Extract<Ready, { kind: 'http' }>, 'status' | 'header' | 'body'>

/** Why a response does not count, in a few words for people; null when it does. */
export function unwanted({ status, header, body }: Wanted, reply: Responded): string | null {
  const answered = `status ${reply.status}`
  const isStatus = status === null ? reply.status >= 200 && reply.status < 400 : status.includes(reply.status)
  if (!isStatus) return answered
  const other = header.find(({ name, pattern }) => !matches(pattern, reply.headers[name]))
  if (other !== undefined) return `${answered} ${headerWords(other.name, reply.headers[other.name])}`
  if (body === null || matches(body, reply.body)) return null
  return reply.body === '' ? `${answered} without a body` : `${answered} and ${short(reply.body)}`
}

function headerWords(name: string, value: string | undefined): string {
  return value === undefined ? `without the header ${name}` : `with the header ${name}: ${short(value)}`
}

function matches({ pattern, flags }: Pattern, text: string | undefined): boolean {
  return text !== undefined && new RegExp(pattern, flags).test(text)
}

/** Its beginning, on one line. */
export function short(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text
  return JSON.stringify(shown)
}
