// Words for people about a wrong value of what is set in a worker's process before its program runs.
import type { Explanation } from './explanation.ts'
import { duration, type Explain, must, type Wrong } from './option-shapes.ts'
import { shown, wordOf } from './plain-data.ts'
import { sizeMeantBy } from './size.ts'

/** Why `user` or `group` is wrong. */
export function explainAccount(what: 'user' | 'group'): Explain {
  return ({ key, value }) => {
    const [user, group, ...more] = typeof value === 'string' ? value.split(':') : []
    const isPair = user !== undefined && user !== '' && group !== undefined && group !== '' && more.length === 0
    return {
      message: `${key} is ${shown(value)}, but must be the name or the number of a ${what}.`,
      fix: isPair
        ? `Write user: ${JSON.stringify(user)} and group: ${JSON.stringify(group)}.`
        : 'Write "www-data" or 33, for example.',
    }
  }
}

/** Why `umask` is wrong. */
export function explainUmask({ key, value }: Wrong): Explanation {
  if (typeof value !== 'number')
    return {
      message: `${key} is ${shown(value)}, which is not three octal digits in quotes.`,
      fix: 'Write "027", for example: nothing for others, and no writing for the group.',
    }
  const readings = [String(value), Number.isInteger(value) ? value.toString(8) : ''].map((digits) =>
    digits.padStart(3, '0'),
  )
  const octal = [...new Set(readings)].filter((digits) => /^[0-7]{3}$/.test(digits))
  const meant = octal.length === 0 ? '"027", for example' : octal.map((digits) => `"${digits}"`).join(' or ')
  return {
    message: `${key} is ${shown(value)}, a number: 027 is 23 to some readers and 27 to others.`,
    fix: `Write ${meant}, in quotes${octal.length > 1 ? ', whichever is meant' : ''}.`,
  }
}

/** Why `limits` is wrong. */
export function explainLimits(wrong: Wrong): Explanation {
  const explain = OF_LIMITS[String(wrong.rest[0] ?? '')] ?? must('an object', 'limits: { memory: "512MiB" }')
  return explain(wrong)
}

const OF_LIMITS: Readonly<Record<string, Explain>> = {
  nofile: must('a whole number from 1: how many files may be open', '4096, for example'),
  memory: ({ key, value }) => {
    const meant = sizeMeantBy(wordOf(value)) ?? '512MiB", for example "64MiB" or "1.5GiB'
    const why = typeof value === 'number' ? 'a number without a unit' : 'which is no number with a unit (B to TiB)'
    return { message: `${key} is ${shown(value)}, ${why}.`, fix: `Write "${meant}".` }
  },
  cpu: ({ key, value }) => {
    const isCores = typeof value === 'number' && value > 0 && value <= 64
    return {
      message: `${key} is ${shown(value)}, but must be a share of one core, as a text with %.`,
      fix: `Write ${isCores ? `"${Math.round(value * 100)}%" for ${value} cores` : '"150%" for one and a half cores'}.`,
    }
  },
  for: duration([]),
}

/** Why `envFile` is wrong. */
export function explainEnvFile(wrong: Wrong): Explanation {
  return wrong.rest.length > 0 || wrong.value === ''
    ? must('the path of a file', '".env", for example')(wrong)
    : must('the path of a file, or a list of paths', '".env" or [".env", ".env.local"]')(wrong)
}
