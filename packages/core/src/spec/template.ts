// What startChild says under `simple_one_for_one`, where the template says the rest. OTP: start_child/2 with a list of
// extra arguments.
import * as v from 'valibot'
import type { ChildSpec } from './child-spec.ts'
import type { Explanation, Found } from './explanation.ts'
import { didYouMean } from './nearest.ts'
import { type Refused, refused } from './place.ts'
import { isRecord, shown } from './plain-data.ts'
import { merged, ofSchema, readPlain } from './read-spec.ts'
import { env, id, text } from './value-schemas.ts'

/** What one child has of its own. */
export type SimpleStart = {
  /** Null: it is called after the template and a number. */
  readonly id: string | null
  /** After those of the template. */
  readonly args: readonly string[]
  /** On top of that of the template. */
  readonly env: Readonly<Record<string, string>>
}

/** For whom the child is to be started. */
export type TemplateContext = {
  /** Null when it is not known. */
  readonly template: ChildSpec | null
  /** The supervisor's path. */
  readonly parentPath: string
}

const startSchema = v.strictObject({
  id: v.optional(v.nullable(id), null),
  args: v.optional(v.array(text), []),
  env: v.optional(env, {}),
})
const KEYS = Object.keys(startSchema.entries)

/** Checks what `startChild` was given under `simple_one_for_one`; nothing at all is fine. */
export function checkSimpleStart(
  value: unknown,
  { template, parentPath }: TemplateContext,
): { readonly ok: true; readonly start: SimpleStart } | Refused {
  const { plain, found: ofData } = readPlain(value ?? {})
  const document = { value: plain, parentPath }
  if (!isRecord(plain)) return refused(document, ofData.length > 0 ? ofData : [noStart(plain)])
  const parsed = v.safeParse(startSchema, plain)
  const found = merged(ofData, ofSchema(parsed.issues), findInStart(plain, template))
  if (found.length > 0 || !parsed.success) return refused(document, found)
  return { ok: true, start: parsed.output }
}

/** The spec of a child: the template, with what the child has of its own. */
export function fromTemplate(template: ChildSpec, own: SimpleStart & { readonly id: string }): ChildSpec {
  if (template.type === 'supervisor') return { ...template, id: own.id, source: { ...template.source, id: own.id } }
  const { program, source } = template
  return {
    ...template,
    id: own.id,
    program: {
      ...program,
      args: [...program.args, ...own.args],
      display: [...program.display, ...own.args],
      env: { ...program.env, ...own.env },
    },
    source: {
      ...source,
      id: own.id,
      args: [...(source.args ?? []), ...own.args],
      env: { ...source.env, ...own.env },
    },
  }
}

function noStart(plain: unknown): Found {
  const message = `What to start is ${shown(plain)}, but must be an object.`
  return { at: [], message, fix: 'Write { id, args, env }, each of them optional.' }
}

function findInStart(start: Readonly<Record<string, unknown>>, template: ChildSpec | null): readonly Found[] {
  return Object.keys(start).flatMap((key) => {
    const explanation = explainKey(key, template)
    return explanation === null ? [] : [{ at: [key], ...explanation }]
  })
}

function explainKey(key: string, template: ChildSpec | null): Explanation | null {
  if (!KEYS.includes(key)) {
    const fix = didYouMean(key, KEYS, 'Change the template, or leave it out.')
    return { message: `${key} is for the template to say: a child has only ${KEYS.join(', ')} of its own.`, fix }
  }
  if (key === 'id' || template?.type !== 'supervisor') return null
  return {
    message: `${key} is given, but the template "${template.id}" is a supervisor, which takes none.`,
    fix: `Leave ${key} out, or make the template a worker.`,
  }
}
