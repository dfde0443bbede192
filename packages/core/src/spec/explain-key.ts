// Words for people about keys that a spec cannot have: options of other tools, of the other kind.

import type { Explanation } from './explanation.ts'
import { LIMIT_EXAMPLES } from './limits-rule.ts'
import { nearest } from './nearest.ts'
import { normalised, OTHER_KEYS, OTHER_LIMITS, translated } from './other-words.ts'
import { OPTION_NAMES } from './schema.ts'

export type Kind = 'worker' | 'supervisor'

/** Why a spec of that kind cannot have the key; null when it can. */
export function explainKey(kind: Kind, key: string): Explanation | null {
  if (OPTION_NAMES[kind].includes(key)) return null
  return spelledOtherwise(kind, key) ?? ofOtherKind(kind, key) ?? ofOtherTool(kind, key) ?? unknown(kind, key)
}

function spelledOtherwise(kind: Kind, key: string): Explanation | null {
  const word = OPTION_NAMES[kind].find((each) => normalised(each) === normalised(key))
  return word === undefined ? null : called(key, kind, word)
}

function ofOtherKind(kind: Kind, key: string): Explanation | null {
  const other = otherKind(kind)
  if (!OPTION_NAMES[other].includes(key)) return null
  return kind === 'worker'
    ? {
        message: `${key} is an option of supervisors, and this is a worker, because it has no children and no template.`,
        fix: `Move ${key} to its supervisor, or add children: [] if this is one.`,
      }
    : {
        message: `${key} is an option of workers, and this is a supervisor.`,
        fix: `Move ${key} to a worker among its children.`,
      }
}

function ofOtherTool(kind: Kind, key: string): Explanation | null {
  if (normalised(key) === 'type')
    return {
      message: 'type is not an option: what has children is a supervisor.',
      fix: 'Leave type out; who says itself that it is ready (Type=notify) has ready: { notify: "systemd" }.',
    }
  const limit = translated(OTHER_LIMITS, key)
  if (limit !== null) return ofLimits(kind, key, limit)
  const word = translated(OTHER_KEYS, key)
  if (word === null) return null
  if (OPTION_NAMES[kind].includes(word)) return called(key, kind, word)
  return {
    message: `${key} is no option; otp-sup calls it ${word}, an option of ${otherKind(kind)}s.`,
    fix: `Write ${word} in ${kind === 'worker' ? 'the supervisor' : 'a worker'} instead.`,
  }
}

function ofLimits(kind: Kind, key: string, limit: string): Explanation {
  const where = kind === 'worker' ? '' : ' in a worker instead'
  return {
    message: `${key} is not an option of a ${kind}; otp-sup calls it limits.${limit}.`,
    fix: `Write limits: { ${LIMIT_EXAMPLES[limit]} }${where}, for example.`,
  }
}

function called(key: string, kind: Kind, word: string): Explanation {
  return { message: `${key} is not an option of a ${kind}; otp-sup calls it ${word}.`, fix: `Write ${word}.` }
}

function unknown(kind: Kind, key: string): Explanation {
  const near = nearest(key, OPTION_NAMES[kind]) ?? ofOtherTools(nearest(normalised(key), Object.keys(OTHER_KEYS)), kind)
  const message = `${key} is not an option of a ${kind}.`
  if (near === null) return { message, fix: `Leave it out; the options are ${OPTION_NAMES[kind].join(', ')}.` }
  return { message, fix: `Did you mean ${near}?` }
}

function ofOtherTools(word: string | null, kind: Kind): string | null {
  const ours = word === null ? null : translated(OTHER_KEYS, word)
  return ours !== null && OPTION_NAMES[kind].includes(ours) ? ours : null
}

function otherKind(kind: Kind): Kind {
  return kind === 'worker' ? 'supervisor' : 'worker'
}
