// Words for people about a wrong value of what is set in a worker's process before its program runs.
import type { Explanation } from './explanation.ts'
import { type Explain, must, type Wrong } from './option-shapes.ts'
import { shown } from './plain-data.ts'

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
  const what = wrong.rest[0] === 'nofile' ? 'a whole number from 1: how many files may be open' : 'an object'
  return must(what, wrong.rest[0] === 'nofile' ? '4096, for example' : 'limits: { nofile: 4096 }')(wrong)
}

/** Why `envFile` is wrong. */
export function explainEnvFile(wrong: Wrong): Explanation {
  return wrong.rest.length > 0 || wrong.value === ''
    ? must('the path of a file', '".env", for example')(wrong)
    : must('the path of a file, or a list of paths', '".env" or [".env", ".env.local"]')(wrong)
}
