// The JSON Schema that editors use is made of the schema that checks trees, and of the words that explain its options
// in TypeScript. It is published as a file; this test keeps it true (`UPDATE_TREE_SCHEMA=1` writes it anew).
import { readFileSync, writeFileSync } from 'node:fs'
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema'
import { expect, it } from 'vitest'
import { supervisorSchema, workerSchema } from '../../core/src/spec/schema.ts'

const specText = ['spec', 'leaf-options', 'probe-options']
  .map((name) => readFileSync(new URL(`../../core/src/spec/${name}.ts`, import.meta.url), 'utf8'))
  .join('\n')

/** What TSDoc says of each option, by the type that it stands in. */
const docs = (() => {
  const ofTypes = new Map<string, ReadonlyMap<string, string>>()
  for (const body of specText.split(/^(?:export )?(?:type|interface) /m)) {
    const [name = ''] = /^\w+/.exec(body) ?? []
    const found = body.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*readonly (\w+)\??:/g)
    ofTypes.set(name, new Map(Array.from(found, ([, doc = '', key = '']) => [key, plainText(doc)])))
  }
  return ofTypes
})()

function plainText(doc: string): string {
  return doc
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\{@link (\w+)\}/g, '$1')
    .replaceAll('@defaultValue', 'Default:')
    .trim()
}

const INTERPOLATED: JsonSchema = { type: 'string', pattern: String.raw`\$\{` }

/** A variable may stand for any value but a list or an object. */
function orVariable(schema: JsonSchema): JsonSchema {
  const isText = schema.type === 'string' && schema.pattern === undefined && schema.enum === undefined
  const { default: value, ...rest } = schema
  const isContainer = schema.type === 'array' || schema.type === 'object' || schema.$ref !== undefined
  if (isText || isContainer) return schema
  const ways = schema.anyOf === undefined ? [rest] : schema.anyOf
  return { anyOf: [...ways, INTERPOLATED], ...(value === undefined ? {} : { default: value }) }
}

function withDocs(schema: JsonSchema, ...types: readonly string[]): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([key, value]) => {
    const description = types.map((type) => docs.get(type)?.get(key)).find((doc) => doc !== undefined)
    const open = orVariable(value as JsonSchema)
    if (description === undefined) return [key, open]
    // Nothing may stand beside a reference in draft 7, which all editors know.
    return [key, open.$ref === undefined ? { ...open, description } : { allOf: [open], description }]
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}

const READY = ['tcp', 'http', 'socket', 'exec', 'notify', 'log', 'delay', 'exit']
const PROBES = ['TcpProbe', 'HttpProbe', 'SocketProbe', 'ExecProbe', 'ForeignOptions']

/** An object of options somewhere below. */
function deepDocs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(deepDocs)
  if (typeof schema !== 'object' || schema === null) return schema
  const all: JsonSchema = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, deepDocs(value)]))
  if (Array.isArray(all.items)) return { ...all, minItems: all.items.length }
  const { properties = {} } = all
  if ('resetAfter' in properties) return withDocs(all, 'BackoffOptions')
  if ('stderr' in properties) return withDocs(all, 'LogOptions')
  if ('nofile' in properties) return withDocs(all, 'LimitOptions')
  if ('every' in properties) return withDocs(all, 'HealthOptions', 'CheckRhythm', 'CheckTime', ...PROBES)
  return READY.some((key) => key in properties && !('id' in properties))
    ? withDocs(all, 'ReadyOptions', ...PROBES)
    : all
}

const ID = { id: 'Letters, digits and `_ . @ -`; unique among its siblings.' }

function treeSchema(): JsonSchema {
  const { $defs: raw = {} } = toJsonSchema(supervisorSchema, {
    target: 'draft-07',
    typeMode: 'input',
    errorMode: 'ignore',
    definitions: { supervisor: supervisorSchema, worker: workerSchema },
  })
  const { supervisor = {}, worker = {}, ...others } = deepDocs(raw) as Record<string, JsonSchema>
  const described = (schema: JsonSchema, ...types: readonly string[]): JsonSchema => {
    const { properties = {}, ...rest } = withDocs(schema, ...types)
    return { ...rest, properties: { ...properties, id: { ...(properties['id'] as JsonSchema), description: ID.id } } }
  }
  const root = described(supervisor, 'SupervisorOptions', 'ChildOptions')
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A supervision tree of otp-sup',
    description: 'A tree file in YAML, JSON or TOML: its root supervisor. See otp-sup check.',
    ...root,
    properties: { $schema: { type: 'string' }, ...root.properties },
    patternProperties: { '^x-': {} },
    $defs: {
      ...others,
      supervisor: { ...root, anyOf: [{ required: ['children'] }, { required: ['template'] }] },
      worker: described(worker, 'WorkerOptions', 'ChildOptions'),
    },
  }
}

const DURATION = '^\\d+(?:ms|s|m|h)$'
const interval = (description: string): JsonSchema => ({
  anyOf: [{ type: 'string', pattern: DURATION }, INTERPOLATED],
  description,
})

/** A list of services: what it calls otherwise, and the options of a worker. */
function servicesSchema(): JsonSchema {
  const { $defs = {} } = treeSchema()
  const { supervisor: _supervisor, worker = {}, ...others } = $defs as Record<string, JsonSchema>
  const { id: _id, command: _command, dependsOn: _dependsOn, restart: _restart, ...options } = worker.properties ?? {}
  const service: JsonSchema = {
    type: 'object',
    required: ['name', 'executable'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', description: ID.id },
      executable: { type: 'string', minLength: 1, description: 'The name or path of the program.' },
      ...options,
      dependencies: {
        type: 'array',
        items: { type: 'string' },
        description: 'Names of services that must be ready before it starts, and with which it is started again.',
      },
      restart: {
        type: 'object',
        additionalProperties: false,
        description: 'How it is started again when it ends.',
        properties: {
          max_retries: {
            anyOf: [{ type: 'integer', minimum: 0 }, { enum: ['infinity'] }, INTERPOLATED],
            description: 'How many restarts are borne; 0: it is never started again.',
          },
          backoff: {
            anyOf: [{ type: 'string' }, { type: 'boolean' }, { type: 'object' }],
            description: 'How long restarts in a row wait: a time such as 1s to begin with, exponential, or none.',
          },
        },
      },
      monitoring_interval: interval('How often CPU and memory are measured, with its unit.'),
    },
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A list of services for otp-sup',
    description: 'A plain list of services in YAML, JSON or TOML, which becomes a tree. See docs/configuration.md.',
    type: 'object',
    required: ['services'],
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      name: { type: 'string', description: 'What the tree is called. Default: the name of the folder.' },
      monitoring_interval: interval('How often CPU and memory are measured, with its unit.'),
      services: { type: 'array', items: service, description: 'The services, in any order.' },
    },
    patternProperties: { '^x-': {} },
    $defs: others,
  }
}

it.each([
  ['tree.schema.json', treeSchema],
  ['services.schema.json', servicesSchema],
])('%s is the schema that files are checked by, with the words of its options', (name, make) => {
  const file = new URL(`../${name}`, import.meta.url)
  const schema: unknown = JSON.parse(JSON.stringify(make()))
  // Biome formats it, so that its text is no snapshot.
  if (process.env['UPDATE_TREE_SCHEMA'] !== undefined) writeFileSync(file, JSON.stringify(schema))
  expect(JSON.parse(readFileSync(file, 'utf8')), 'UPDATE_TREE_SCHEMA=1 vitest run tree-schema writes it').toEqual(
    schema,
  )
})

it('every option is explained', () => {
  const { $defs = {} } = treeSchema()
  const silent = Object.entries($defs).flatMap(([name, definition]) =>
    Object.entries((definition as JsonSchema).properties ?? {}).flatMap(([key, option]) =>
      (option as JsonSchema).description === undefined ? [`${name}.${key}`] : [],
    ),
  )
  expect(silent).toEqual([])
})
