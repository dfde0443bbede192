// Words for people about keys that a spec cannot have: options of a later version, of other tools, of the other kind.

import { type Explanation, notYet } from './explanation.ts'
import { nearest } from './nearest.ts'
import { LATER_KEYS, LATER_LIMITS, normalised, OTHER_KEYS, OTHER_LIMITS, translated } from './other-words.ts'
import { OPTION_NAMES } from './schema.ts'

export type Kind = 'worker' | 'supervisor'

/** Why a spec of that kind cannot have the key; null when it can. */
export function explainKey(kind: Kind, key: string): Explanation | null {
  if (OPTION_NAMES[kind].includes(key)) return null
  if (isLater(kind, key)) return notYet(key, `Leave ${key} out.`)
  return spelledOtherwise(kind, key) ?? ofOtherKind(kind, key) ?? ofOtherTool(kind, key) ?? unknown(kind, key)
}

function isLater(kind: Kind, key: string): boolean {
  return (LATER_KEYS[kind] as readonly string[]).includes(key)
}

function spelledOtherwise(kind: Kind, key: string): Explanation | null {
  const word = allKeys(kind).find((each) => normalised(each) === normalised(key))
  return word === undefined ? null : called(key, kind, word)
}

function ofOtherKind(kind: Kind, key: string): Explanation | null {
  const other = otherKind(kind)
  if (!allKeys(other).includes(key)) return null
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
  if (allKeys(kind).includes(word)) return called(key, kind, word)
  return {
    message: `${key} is no option; otp-sup calls it ${word}, an option of ${otherKind(kind)}s.`,
    fix: `Write ${word} in ${kind === 'worker' ? 'the supervisor' : 'a worker'} instead.`,
  }
}

function ofLimits(kind: Kind, key: string, limit: string): Explanation {
  const isThere = !LATER_LIMITS.includes(limit)
  const later = isThere ? '' : ', which this version does not support yet'
  const where = kind === 'worker' ? '' : ' in a worker instead'
  return {
    message: `${key} is not an option of a ${kind}; otp-sup calls it limits.${limit}${later}.`,
    fix: isThere ? `Write limits: { ${limit}: 4096 }${where}, for example.` : `Leave ${key} out.`,
  }
}

function called(key: string, kind: Kind, word: string): Explanation {
  const later = isLater(kind, word) ? `, which this version does not support yet` : ''
  return {
    message: `${key} is not an option of a ${kind}; otp-sup calls it ${word}${later}.`,
    fix: later === '' ? `Write ${word}.` : `Leave ${key} out${word === 'health' ? AT_START : ''}.`,
  }
}

const AT_START = '; ready: { http: "http://127.0.0.1:8080/health" } asks while it starts'

function unknown(kind: Kind, key: string): Explanation {
  const near = nearest(key, allKeys(kind)) ?? ofOtherTools(nearest(normalised(key), Object.keys(OTHER_KEYS)), kind)
  const message = `${key} is not an option of a ${kind}.`
  if (near === null) return { message, fix: `Leave it out; the options are ${OPTION_NAMES[kind].join(', ')}.` }
  return { message, fix: `Did you mean ${near}?` }
}

function ofOtherTools(word: string | null, kind: Kind): string | null {
  const ours = word === null ? null : translated(OTHER_KEYS, word)
  return ours !== null && OPTION_NAMES[kind].includes(ours) ? ours : null
}

function allKeys(kind: Kind): readonly string[] {
  return [...OPTION_NAMES[kind], ...LATER_KEYS[kind]]
}

function otherKind(kind: Kind): Kind {
  return kind === 'worker' ? 'supervisor' : 'worker'
}
