import { type CallResult, describeExit } from '@otp-sup/core/client'
import { errorText } from './error-text.ts'
import { renderProblems } from './problems.ts'

type Refused = Extract<CallResult<unknown>, { readonly ok: false }>

const WHY: Readonly<Record<Refused['error'], readonly [why: string, fix: string]>> = {
  not_found: ['there is no such child', 'otp-sup status shows what there is'],
  running: ['it is running', 'stop it first: otp-sup stop PATH'],
  restarting: ['it is being restarted', 'stop it first: otp-sup stop PATH'],
  already_started: ['a child with this id runs already', 'choose another id'],
  already_present: [
    'a child with this id is there, and down',
    'start it: otp-sup start PATH, or remove it: otp-sup rm PATH',
  ],
  start_failed: ['it could not be started, and is not kept', 'otp-sup logs, or otp-sup events, tell more'],
  invalid_spec: ['its spec is wrong', 'write it as in a tree file: docs of the tree have all keys'],
  max_children: ['the supervisor has its maxChildren', 'stop one of its children first'],
  simple_one_for_one: ['its supervisor makes its children of a template', 'stop it: it is removed then'],
  supervisor_down: ['there is no running supervisor at this path', 'name a supervisor; otp-sup status shows which run'],
}

/** Why OTP's call was refused. */
export function callRefused(call: string, path: string, answer: Refused): string {
  if (answer.error === 'invalid_spec') return renderProblems(answer.problems)
  const [why, fix] = WHY[answer.error]
  const how = answer.error === 'start_failed' ? `: it ${describeExit(answer.exit)}` : ''
  return errorText({
    what: `cannot ${call} ${path}: ${why}${how}`,
    where: `${path} (${answer.error})`,
    fix: fix.replaceAll('PATH', path),
  })
}
