// What options of the same shape have in common when their value is wrong.
import { explainDuration } from './duration.ts'
import { quotedForm } from './explain-program.ts'
import type { Explanation } from './explanation.ts'
import { nearest } from './nearest.ts'
import { type At, shown, wordOf } from './plain-data.ts'

/** Where a wrong value stands: `key` names it for people, `rest` is the way from the option to it. */
export type Wrong = { readonly key: string; readonly value: unknown; readonly rest: At }
/** Why a value is wrong, and what to write. */
export type Explain = (wrong: Wrong) => Explanation

/** Anything that can be said in a few words. */
export function must(what: string, write: string): Explain {
  return ({ key, value }) => ({ message: `${key} is ${shown(value)}, but must be ${what}.`, fix: `Write ${write}.` })
}

/** One of some words; `meant` knows what other tools say. */
export function oneOf(words: readonly string[], meant: (value: string) => string | null = () => null): Explain {
  return ({ key, value }) => {
    const word = meant(wordOf(value)) ?? nearest(wordOf(value), words)
    return {
      message: `${key} is ${shown(value)}, which is none of ${words.join(', ')}.`,
      fix: word === null ? `Write one of ${words.map((each) => `"${each}"`).join(', ')}.` : `Write "${word}".`,
    }
  }
}

/** A duration, or one of some words. */
export function duration(words: readonly string[]): Explain {
  return ({ key, value }) => {
    const word = words.find((each) => each === wordOf(value).toLowerCase().replaceAll('-', '_'))
    const { why, write } = explainDuration(value)
    const others = words.map((each) => ` or "${each}"`).join('')
    if (word !== undefined) return { message: `${key} is ${shown(value)}.`, fix: `Write "${word}".` }
    if (typeof value === 'string' && /^0+[a-z]+$/.test(value))
      return {
        message: `${key} is ${shown(value)}: no time at all.`,
        fix: `Write how long, for example "5s"${others}.`,
      }
    return {
      message: `${key} is ${shown(value)}, ${why}.`,
      fix: `Write ${write}${typeof value === 'string' ? others : ''}.`,
    }
  }
}

/** A list of texts. */
export function list(what: string, write: string): Explain {
  return ({ key, value, rest }) => {
    if (rest.length > 0) return item(key, value)
    const asList = typeof value === 'string' && value !== '' ? JSON.stringify([value]) : write
    return { message: `${key} is ${shown(value)}, but must be a list of ${what}.`, fix: `Write ${asList}.` }
  }
}

/** An item that is not a text: an unquoted number, boolean or null most of the time. */
function item(key: string, value: unknown): Explanation {
  if (typeof value === 'string')
    return { message: `${key} is ${shown(value)}, which cannot stand here.`, fix: `Remove it, or correct it.` }
  return { message: `${key} is ${shown(value)}, but must be a text.`, fix: `Write ${quotedForm(value)}.` }
}

/** A list of exit codes. */
export function exitCodes(write: string): Explain {
  return ({ key, value, rest }) =>
    rest.length > 0
      ? { message: `${key} is ${shown(value)}, which is no exit code.`, fix: 'Write a whole number from 0 to 255.' }
      : {
          message: `${key} is ${shown(value)}, but must be a list of exit codes.`,
          fix: `Write ${oneCode(value) ?? write}.`,
        }
}

function oneCode(value: unknown): string | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255 ? `[${value}]` : null
}
