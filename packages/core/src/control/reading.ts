// What clients say, from unknown to known. Whatever is wrong is refused before anything happens.
import { didYouMean } from '../spec/nearest.ts'
import { SIGNALS, type SignalName } from '../spec/signals.ts'
import type { OperationRequest, ReloadOrder, WaitFor } from './api.ts'
import { Refusal } from './refusal.ts'

const bad = (message: string): Refusal => new Refusal(400, 'bad_request', message)

const objectOf = (body: unknown, allowed: readonly string[]): Readonly<Record<string, unknown>> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw bad('The body must be a JSON object.')
  const stranger = Object.keys(body).find((key) => !allowed.includes(key))
  if (stranger !== undefined) throw bad(`"${stranger}" is unknown here. Known are ${allowed.join(', ')}.`)
  return body as Readonly<Record<string, unknown>>
}

const flag = (value: unknown, key: string, otherwise: boolean): boolean => {
  if (value === undefined) return otherwise
  if (typeof value !== 'boolean') throw bad(`"${key}" must be true or false.`)
  return value
}

/** A text that must be there. */
export function readText(value: unknown, key: string): string {
  if (typeof value !== 'string' || value === '') throw bad(`"${key}" must be a text.`)
  return value
}

/** A whole number, at least 0. */
export function readCount(text: string | undefined, key: string, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d{1,15}$/.test(text)) throw bad(`"${key}" must be a whole number.`)
  return Number(text)
}

/** Body of an operation. */
export function readOperation(body: unknown): Required<OperationRequest> {
  const { paths, withDependents, now, wait } = objectOf(body, ['paths', 'withDependents', 'now', 'wait'])
  if (!Array.isArray(paths) || paths.length === 0 || !paths.every((path) => typeof path === 'string'))
    throw bad('"paths" must be a list of paths, with at least one.')
  return {
    paths,
    withDependents: flag(withDependents, 'withDependents', false),
    now: flag(now, 'now', false),
    wait: flag(wait, 'wait', true),
  }
}

const isSignal = (name: string): name is SignalName => (SIGNALS as readonly string[]).includes(name)

/** Body of `POST /v1/signal`. */
export function readSignal(body: unknown): {
  readonly path: string
  readonly signal: SignalName
  readonly to: 'leader' | 'group'
} {
  const { path, signal, to = 'leader' } = objectOf(body, ['path', 'signal', 'to'])
  const name = readText(signal, 'signal')
  if (!isSignal(name)) throw bad(`"${name}" is no signal. ${didYouMean(name, SIGNALS, 'Write, for example, SIGHUP.')}`)
  if (to !== 'leader' && to !== 'group') throw bad('"to" must be leader or group.')
  return { path: readText(path, 'path'), signal: name, to }
}

/** Body of `POST /v1/children` and of the calls of OTP. */
export function readCall(body: unknown): { readonly path: string; readonly spec: unknown; readonly specs: unknown } {
  const { path, spec, specs } = objectOf(body, ['path', 'spec', 'specs'])
  return { path: readText(path, 'path'), spec, specs }
}

/** Body of `POST /v1/shutdown`. */
export function readShutdown(body: unknown): { readonly now: boolean } {
  const { now } = objectOf(body, ['now'])
  return { now: flag(now, 'now', false) }
}

/** Body of `POST /v1/reload`. */
export function readReload(body: unknown): ReloadOrder {
  const { file, rollback, plan } = objectOf(body, ['file', 'rollback', 'plan'])
  if (file !== undefined && !readText(file, 'file').startsWith('/')) throw bad('"file" must be an absolute path.')
  return {
    ...(file === undefined ? {} : { file: readText(file, 'file') }),
    rollback: flag(rollback, 'rollback', true),
    plan: flag(plan, 'plan', false),
  }
}

export function readWaitFor(text: string | undefined): WaitFor {
  if (text === 'ready' || text === 'healthy' || text === 'down') return text
  throw bad('"for" must be ready, healthy or down.')
}
