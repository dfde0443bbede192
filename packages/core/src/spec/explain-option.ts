// Words for people about an option with a wrong value. The schema has decided that it is wrong; here stands why.

import { NICE, OOM_SCORE } from './attributes-schema.ts'
import { explainAccount, explainEnvFile, explainLimits, explainUmask } from './explain-attributes.ts'
import { explainBackoff } from './explain-backoff.ts'
import { explainLog } from './explain-log.ts'
import { explainHealth, explainReady } from './explain-probe.ts'
import { explainCommand, explainEnv, explainStopCommand } from './explain-program.ts'
import type { Explanation } from './explanation.ts'
import { nearest } from './nearest.ts'
import { duration, type Explain, exitCodes, list, must, oneOf, type Wrong } from './option-shapes.ts'
import { OTHER_RESTARTS, translated } from './other-words.ts'
import { isRecord, shown, wordOf } from './plain-data.ts'
import { MOST_INSTANCES, STRATEGIES } from './schema.ts'
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
  template: ({ key, value }) => ({
    message: `${key} is ${shown(value)}, but must be a worker or a supervisor.`,
    fix: 'Write worker("id", { command: ["program"] }).',
  }),
  monitorInterval: duration([]),
  maxChildren: must('a whole number from 1', '100, for example, or leave it out for no limit'),
  backoff: explainBackoff,
  restart: explainRestart,
  significant: must('true or false', 'true or false'),
  shutdown: duration(['infinity', 'brutal_kill']),
  dependsOn: list('ids of siblings', '["db"], or [] for none'),
  command: explainCommand,
  args: list('texts', '["--port", "8080"]'),
  cwd: must('the path of a folder', '"." or a path such as "./api"'),
  env: explainEnv,
  envFile: explainEnvFile,
  inheritEnv: list('names of variables, or true or false', 'true, false or ["PATH", "HOME"]'),
  preferLocal: must('true or false', 'true or false'),
  shell: must('true or false', 'true or false'),
  user: explainAccount('user'),
  group: explainAccount('group'),
  umask: explainUmask,
  nice: must(`a whole number from ${NICE.least} to ${NICE.most}`, '10, for example, to give way to others'),
  oomScoreAdj: must(
    `a whole number from ${OOM_SCORE.least} to ${OOM_SCORE.most}`,
    '-500, for example, to be killed later than others when memory is short',
  ),
  limits: explainLimits,
  successCodes: exitCodes('[0]'),
  shutdownCodes: exitCodes('[130, 143]'),
  stopSignal: explainSignal,
  stopScope: oneOf(['group', 'leader']),
  stopCommand: explainStopCommand,
  ready: explainReady,
  health: explainHealth,
  log: explainLog,
  startTimeout: duration(['infinity']),
  onStartFailure: oneOf(['fail', 'retry']),
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
  const meant = (value: string) => value.toLowerCase().replaceAll('-', '_')
  return oneOf(STRATEGIES, (value) => STRATEGIES.find((word) => word === meant(value)) ?? null)(wrong)
}

function explainIntensity(wrong: Wrong): Explanation {
  const { key, value } = wrong
  if (/^(?:unlimited|infinite|infinity|never)$/i.test(wordOf(value)))
    return { message: `${key} is ${shown(value)}.`, fix: 'Write "infinity", and a backoff.' }
  return must('a whole number from 0: how many restarts are borne; or "infinity"', '3, for example')(wrong)
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
