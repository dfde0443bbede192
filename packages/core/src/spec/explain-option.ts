// Words for people about an option with a wrong value. The schema has decided that it is wrong; here stands why.

import { explainCommand, explainEnv, explainTcp } from './explain-program.ts'
import type { Explanation } from './explanation.ts'
import { nearest } from './nearest.ts'
import { duration, type Explain, exitCodes, list, must, oneOf, type Wrong } from './option-shapes.ts'
import { OTHER_RESTARTS, translated } from './other-words.ts'
import { isRecord, shown, wordOf } from './plain-data.ts'
import { MOST_INSTANCES } from './schema.ts'
import { SIGNALS } from './signals.ts'

/** Why the value of an option is wrong, and what to write. */
export function explainOption(option: string, wrong: Wrong): Explanation {
  const explain = Object.hasOwn(EXPLAIN, option) ? EXPLAIN[option] : undefined
  return explain?.(wrong) ?? { message: `${wrong.key} is ${shown(wrong.value)}.`, fix: `Leave ${wrong.key} out.` }
}

const EXPLAIN: Readonly<Record<string, Explain>> = {
  id: explainId,
  strategy: explainStrategy,
  intensity: explainIntensity,
  period: duration([]),
  autoShutdown: oneOf(['never', 'any_significant', 'all_significant']),
  children: explainChildren,
  restart: explainRestart,
  significant: must('true or false', 'true or false'),
  shutdown: duration(['infinity', 'brutal_kill']),
  dependsOn: list('ids of siblings', '["db"], or [] for none'),
  command: explainCommand,
  args: list('texts', '["--port", "8080"]'),
  cwd: must('the path of a folder', '"." or a path such as "./api"'),
  env: explainEnv,
  inheritEnv: list('names of variables, or true or false', 'true, false or ["PATH", "HOME"]'),
  shell: must('true or false', 'true or false'),
  successCodes: exitCodes('[0]'),
  shutdownCodes: exitCodes('[130, 143]'),
  stopSignal: explainSignal,
  stopScope: oneOf(['group', 'leader']),
  ready: explainReady,
  startTimeout: duration(['infinity']),
  instances: must(`a whole number from 1 to ${MOST_INSTANCES}`, '1 or more, or leave it out for one child'),
}

function explainId({ key, value }: Wrong): Explanation {
  const allowed = 'an id is made of letters, digits and _ . @ -'
  if (value === undefined) return { message: `${key} is missing.`, fix: `Write id: "some-name"; ${allowed}.` }
  const suggestion = wordOf(value)
    .replaceAll(/[^A-Za-z0-9_.@-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  const scalar = typeof value === 'string' || typeof value === 'number'
  return {
    message: `${key} is ${shown(value)}; ${allowed}.`,
    fix: scalar && suggestion !== '' ? `Write "${suggestion}".` : 'Write a name, for example "api".',
  }
}

function explainStrategy(wrong: Wrong): Explanation {
  const words = ['one_for_one', 'one_for_all', 'rest_for_one']
  if (wrong.value === 'simple_one_for_one')
    return {
      message: `${wrong.key} "simple_one_for_one" is not supported by this version of otp-sup yet.`,
      fix: 'Write "one_for_one" and list the children, or add them with startChild.',
    }
  return oneOf(words, (value) => words.find((word) => word === value.toLowerCase().replaceAll('-', '_')) ?? null)(wrong)
}

function explainIntensity(wrong: Wrong): Explanation {
  if (wrong.value === 'infinity')
    return {
      message: `${wrong.key} "infinity" is not supported by this version of otp-sup yet.`,
      fix: 'Write a whole number, for example 1000.',
    }
  return must('a whole number from 0: how many restarts are borne', '3, for example')(wrong)
}

function explainRestart(wrong: Wrong): Explanation {
  return oneOf(['permanent', 'transient', 'temporary'], (value) => translated(OTHER_RESTARTS, value))(wrong)
}

function explainSignal({ key, value }: Wrong): Explanation {
  const name = wordOf(value).toUpperCase()
  const withPrefix = name.startsWith('SIG') ? name : `SIG${name}`
  const known = SIGNALS.find((signal) => signal === withPrefix) ?? nearest(withPrefix, SIGNALS)
  return {
    message: `${key} is ${shown(value)}, which is no signal's name.`,
    fix: known === null ? 'Write a name such as "SIGTERM", "SIGINT" or "SIGQUIT".' : `Write "${known}".`,
  }
}

function explainReady(wrong: Wrong): Explanation {
  const { key, value, rest } = wrong
  if (rest[0] === 'tcp') return explainTcp(wrong)
  if (rest[0] === 'foreign') return must('true or false', 'true or false')(wrong)
  const leave = 'leave ready out if it is ready as soon as its process exists'
  return rest[0] === 'exit'
    ? { message: `${key} is ${shown(value)}, but can only be true.`, fix: `Write { exit: true }, or ${leave}.` }
    : {
        message: `${key} is ${shown(value)}, but must say what to wait for.`,
        fix: `Write { tcp: 8080 } or { exit: true }, or ${leave}.`,
      }
}

function explainChildren({ key, value, rest }: Wrong): Explanation {
  if (rest.length > 0)
    return {
      message: `${key} is ${shown(value)}, which is neither a worker nor a supervisor.`,
      fix: Array.isArray(value) ? 'Spread the list: ...list.' : 'Write worker("id", { command: ["program"] }).',
    }
  return {
    message: `${key} is ${shown(value)}, but must be a list.`,
    fix: isRecord(value) ? 'Write a list of objects that each have an id.' : 'Write children: [].',
  }
}
