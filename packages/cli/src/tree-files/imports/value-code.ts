// Values as TypeScript. In texts, `${VAR:-value}` becomes an expression: TypeScript files expand no variables.

/** A piece of TypeScript that is still to be laid out. */
export type Code =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | {
      readonly kind: 'call'
      readonly name: string
      readonly id: Code
      readonly entries: readonly Entry[]
      /** What stands above it. */
      readonly comments: readonly string[]
    }
type Entry = { readonly key: string; readonly code: Code; readonly comments: readonly string[] }

/** A value as code. */
export function codeOf(value: unknown): Code {
  if (typeof value === 'string') return { kind: 'text', text: textCode(value) }
  if (Array.isArray(value)) return { kind: 'list', items: value.map(codeOf) }
  if (typeof value !== 'object' || value === null) return { kind: 'text', text: String(value) }
  const entries = Object.entries(value).map(([key, item]) => ({ key: keyCode(key), code: codeOf(item), comments: [] }))
  return { kind: 'object', entries }
}

const NEEDED = 'needed('

/** Whether there is a variable in it that must be set. */
export function usesNeeded(code: Code): boolean {
  if (code.kind === 'text') return code.text.startsWith('`') && code.text.includes(`\${${NEEDED}`)
  if (code.kind === 'list') return code.items.some(usesNeeded)
  return code.entries.some((entry) => usesNeeded(entry.code))
}

function keyCode(key: string): string {
  // In a literal, __proto__: would set the prototype.
  if (key === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : stringCode(key)
}

function stringCode(text: string): string {
  const json = JSON.stringify(text).replaceAll(/[\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16)}`)
  if (text.includes("'")) return json
  return `'${json.slice(1, -1).replaceAll('\\"', '"')}'`
}

const VARIABLE = /\$\$\{|\$\{(\w+)(?::-([^}]*))?\}/g

function textCode(text: string): string {
  const isTemplate = [...text.matchAll(VARIABLE)].some(([, name]) => name !== undefined)
  if (!isTemplate) return stringCode(text.replaceAll('$${', '${'))
  let end = 0
  let code = ''
  for (const { 0: whole, 1: name, 2: value, index } of text.matchAll(VARIABLE)) {
    code += plainCode(text.slice(end, index)) + (name === undefined ? '\\${' : variableCode(name, value))
    end = index + whole.length
  }
  return `\`${code}${plainCode(text.slice(end))}\``
}

function variableCode(name: string, value: string | undefined): string {
  return value === undefined ? `\${${NEEDED}'${name}')}` : `\${process.env['${name}'] || ${stringCode(value)}}`
}

function plainCode(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return json.replaceAll('`', '\\`').replaceAll('${', '\\${')
}
