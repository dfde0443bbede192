// Words for people about a text that is no YAML.
import type { ErrorCode, YAMLError } from 'yaml'
import { sentence } from '../sentence.ts'

/** What is wrong, and the way out. */
type Words = { readonly message: string; readonly fix: string }

const WORDS: Readonly<Partial<Record<ErrorCode, Words>>> = {
  BAD_DQ_ESCAPE: {
    message: 'There is no such escape in a text in double quotes.',
    fix: "Write \\\\ for a backslash, or put the text in single quotes: '…'.",
  },
  BAD_INDENT: { message: 'The line is not indented as those around it.', fix: 'Align it with its siblings.' },
  BAD_SCALAR_START: {
    message: 'A text without quotes cannot begin with this character.',
    fix: 'Put the text in quotes.',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'A second "key: value" stands in a value.',
    fix: 'Put it on a line of its own, one level deeper; or put the value in quotes if it holds ": ".',
  },
  MULTILINE_IMPLICIT_KEY: { message: 'A key goes over several lines.', fix: 'Write key: value on one line.' },
  TAB_AS_INDENT: { message: 'The line is indented by a tab.', fix: 'Indent by blanks: YAML allows no tabs there.' },
}

const DEEP: Words = { message: 'The data is nested too deeply.', fix: 'Make it flatter.' }

/** What to say of an error of the parser. */
export function explainYamlError({ code, message, pos }: YAMLError, text: string): Words {
  const [start] = pos
  if (message.includes('call stack')) return DEEP
  if (code === 'DUPLICATE_KEY')
    return { message: `The key ${keyAt(text, start)} stands twice in one map.`, fix: 'Remove one of them.' }
  if (message.startsWith('Implicit map keys'))
    return { message: 'A key has no colon after it.', fix: 'Write key: value, with a blank after the colon.' }
  return (
    explainVariable(code, text.slice(Math.max(start - 1, 0))) ??
    WORDS[code] ?? {
      message: code === 'TAG_RESOLVE_FAILED' ? sentence(message) : `This is no YAML: ${sentence(message)}`,
      fix: code === 'TAG_RESOLVE_FAILED' ? 'Remove the tag.' : 'Correct it, or put the text in quotes.',
    }
  )
}

/** `${VAR}` between braces: the brace in it is taken for the beginning of a map. */
function explainVariable(code: ErrorCode, text: string): Words | null {
  const [variable] = /^\$\{[^}\s]*\}/.exec(text) ?? []
  if (variable === undefined || (code !== 'UNEXPECTED_TOKEN' && code !== 'MISSING_CHAR')) return null
  return { message: `${variable} stands without quotes between { } or [ ].`, fix: `Write "${variable}".` }
}

function keyAt(text: string, start: number): string {
  const [key = ''] = /^(?:"[^"\n]*"|'[^'\n]*'|[^:\n]*)/.exec(text.slice(start)) ?? []
  return JSON.stringify(key.trim().replaceAll(/^["']|["']$/g, ''))
}
