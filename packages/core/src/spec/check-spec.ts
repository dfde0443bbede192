// The door of this room: unknown values in, checked specs or all their problems out.
import type { AutoShutdown } from '@otp-sup/strategies'
import * as v from 'valibot'
import type { Backoff, ChildSpec, SupervisorChildSpec } from './child-spec.ts'
import type { Found } from './explanation.ts'
import { type Refused, refused } from './place.ts'
import { isRecord, shown } from './plain-data.ts'
import { merged, ofSchema, readPlain } from './read-spec.ts'
import { childSchema, isSupervisor, supervisorSchema } from './schema.ts'
import type { Setting } from './spec-rules.ts'
import { type Place, toChildren, toSupervisor } from './to-child-spec.ts'
import { findInChildren, findInSpec } from './tree-rules.ts'

/** What checking needs to know of the world. */
export type CheckOptions = {
  /** Absolute: what a relative `cwd` is relative to, and the default `cwd`. */
  readonly cwd: string
  /** Whether an absolute path is a file: lets a `command` that is one text with blanks pass. Default: it is not. */
  readonly fileExists?: (path: string) => boolean
  /**
   * The text at a key path as it was written, where that is not what it means (`${VAR}`): what people see of a
   * `command`. Default: it means what it says.
   */
  readonly textAt?: (at: readonly (string | number)[]) => string | null
}

/** What checking a child needs to know of the supervisor it is for. */
export type ChildContext = CheckOptions & {
  /** Null when it is not known, as in OTP's `check_childspecs/1`. */
  readonly autoShutdown: AutoShutdown | null
  /** The supervisor's own. Default: it gives up at some time. */
  readonly intensity?: number | 'infinity'
  /** The supervisor's default for its children. Default: none. */
  readonly backoff?: Backoff | null
  /** Ids of the children that are there already, in start order. */
  readonly siblings: readonly string[]
  /** The supervisor's path, `''` when there is none. */
  readonly parentPath: string
}

/** Checks a whole tree, given by its root supervisor. What the root says of itself as a child is kept, not used. */
export function checkSpec(
  value: unknown,
  options: CheckOptions,
): { readonly ok: true; readonly spec: SupervisorChildSpec } | Refused {
  const { plain, found: ofData } = readPlain(value)
  const document = { value: plain, parentPath: '' }
  const noSupervisor = explainNoSupervisor(plain)
  if (noSupervisor !== null) return refused(document, ofData.length > 0 ? ofData : [noSupervisor])
  const parsed = v.safeParse(supervisorSchema, plain)
  const ofRules = isRecord(plain)
    ? findInSpec('supervisor', plain, [], settingOf(options, { autoShutdown: null, level: 1 }))
    : []
  const found = merged(ofData, ofSchema(parsed.issues), ofRules)
  if (found.length > 0 || !parsed.success) return refused(document, found)
  return { ok: true, spec: frozen(toSupervisor(parsed.output, placeOf(options, null), 'all_before')) }
}

/** Checks a spec that is to become a child of a running supervisor. Whether its id is taken is not asked. */
export function checkChildSpec(
  value: unknown,
  context: ChildContext,
): { readonly ok: true; readonly spec: ChildSpec } | Refused {
  const checked = checkSiblings([value], context)
  // The list was ours: the caller's document is its one entry.
  const document = { value: Array.isArray(checked.plain) ? checked.plain[0] : null, parentPath: context.parentPath }
  const refuse = (found: readonly Found[]) =>
    refused(
      document,
      found.map((each) => ({ ...each, at: each.at.slice(1) })),
    )
  if (!checked.ok) return refuse(checked.found)
  const [spec, ...copies] = checked.specs
  if (spec === undefined)
    return refuse([{ at: [0], message: `The spec is ${shown(value)}.`, fix: 'Give a worker or a supervisor.' }])
  if (copies.length === 0) return { ok: true, spec }
  const message = `instances is ${checked.specs.length}, but one child is added at a time.`
  return refuse([{ at: [0, 'instances'], message, fix: 'Add each copy by an id of its own, without instances.' }])
}

/** Checks a list of child specs without starting anything. OTP: `check_childspecs/1,2`. */
export function checkChildSpecs(
  values: unknown,
  autoShutdown: AutoShutdown | null,
  options: CheckOptions & Pick<ChildContext, 'intensity' | 'backoff'>,
): { readonly ok: true; readonly specs: readonly ChildSpec[] } | Refused {
  const checked = checkSiblings(values, { ...options, autoShutdown, siblings: [], parentPath: '' })
  return checked.ok
    ? { ok: true, specs: checked.specs }
    : refused({ value: checked.plain, parentPath: '' }, checked.found)
}

type CheckedSiblings =
  | { readonly ok: true; readonly plain: unknown; readonly specs: readonly ChildSpec[] }
  | { readonly ok: false; readonly plain: unknown; readonly found: readonly Found[] }

function checkSiblings(values: unknown, context: ChildContext): CheckedSiblings {
  const { plain, found: ofData } = readPlain(values)
  if (!Array.isArray(plain)) {
    const noList = { at: [], message: `The child specs are ${shown(plain)}.`, fix: 'Give a list.' }
    return { ok: false, plain, found: ofData.length > 0 ? ofData : [noList] }
  }
  const level = context.parentPath === '' ? 2 : context.parentPath.split('/').length + 1
  const parsed = v.safeParse(v.array(childSchema), plain)
  const ofRules = findInChildren(plain, [], settingOf(context, { ...context, level }), context.siblings)
  const found = merged(ofData, ofSchema(parsed.issues), ofRules)
  if (found.length > 0 || !parsed.success) return { ok: false, plain, found }
  return {
    ok: true,
    plain,
    specs: frozen(toChildren(parsed.output, placeOf(context, context.backoff ?? null), context.siblings)),
  }
}

function explainNoSupervisor(plain: unknown): Found | null {
  const fix = 'Write supervisor("tree", { children: [ … ] }).'
  if (!isRecord(plain))
    return { at: [], message: `The root of the tree is ${shown(plain)}, but must be a supervisor.`, fix }
  if (isSupervisor(plain) || !Object.hasOwn(plain, 'command')) return null
  return { at: [], message: 'The root of the tree is a worker, but must be a supervisor.', fix }
}

type OfSupervisor = Pick<ChildContext, 'autoShutdown' | 'intensity' | 'backoff'> & { readonly level: number }

function settingOf({ cwd, fileExists = () => false }: CheckOptions, supervisor: OfSupervisor): Setting {
  const { autoShutdown, level, intensity, backoff } = supervisor
  return { autoShutdown, level, cwd, fileExists, intensity, hasBackoff: (backoff ?? null) !== null }
}

function placeOf({ cwd, textAt = () => null }: CheckOptions, backoff: Backoff | null): Place {
  return { cwd, textAt, at: [], backoff }
}

function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const part of Object.values(value)) frozen(part)
  }
  return value
}
