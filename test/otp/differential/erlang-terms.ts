// A case as the Erlang term that erlang/otp_case.erl reads.
import {
  type Case,
  type CopyStart,
  groupSteps,
  isSupervisor,
  isTree,
  parentOf,
  type Step,
  type StepGroup,
  type Tree,
} from '../case.ts'

/** One line: `{'case', Tree, Boot, Groups}.` */
export function caseTerm({ tree, steps }: Case): string {
  const { boot, groups } = groupSteps(steps)
  const terms = [treeTerm(tree), list(boot.map(stepTerm)), list(groups.map((group) => groupTerm(group, tree.id)))]
  return `{'case',${terms.join(',')}}.`
}

function groupTerm(group: StepGroup, root: string): string {
  const [first] = group
  if (first === undefined) throw new Error('Cannot write an empty group of steps.')
  const supervisors = new Set(group.flatMap(({ step }) => messagesTo(step, root)))
  const exits = group.flatMap(({ step }) => ('exit' in step ? step.exit : []))
  if (group.length === 1 && exits.length < 2) return `{alone,${stepTerm(first)}}`
  const [supervisor = root, ...others] = supervisors
  if (others.length > 0)
    throw new Error(`Cannot send to ${[...supervisors].join(' and ')} at once: Erlang has no order.`)
  return `{together,${string(supervisor)},${list(group.map(stepTerm))}}`
}

/** The supervisors whose mailboxes get something by a step. */
function messagesTo(step: Step, root: string): string[] {
  if ('exit' in step) return [step.exit].flat().map(parentOf)
  if (!('call' in step)) return []
  if (step.path === undefined) return [root]
  return [TO_THE_PATH.has(step.call) ? step.path : parentOf(step.path)]
}

const TO_THE_PATH = new Set(['startChild', 'whichChildren', 'countChildren'])

function stepTerm({ index, step }: StepGroup[number]): string {
  return `{${index},${actionTerm(step)}}`
}

function actionTerm(step: Step): string {
  if ('failStart' in step) return `{fail_start,${string(step.failStart)},${step.times}}`
  if ('ignoreStop' in step) return `{ignore_stop,${string(step.ignoreStop)}}`
  if ('exit' in step) return `{exit,${list([step.exit].flat().map(string))},${exitReason(step)}}`
  if ('startTakes' in step) throw new Error('Cannot let a start take time on the Erlang side.')
  if (step.call === 'stop') return 'stop'
  const spec = step.call === 'startChild' ? `,${startTerm(step.spec)}` : ''
  return `{call,${atom(step.call)},${string(step.path ?? '')}${spec}}`
}

function startTerm(spec: Tree | CopyStart | undefined): string {
  if (isTree(spec)) return treeTerm(spec)
  return `{copy,${spec?.id === undefined ? atom('numbered') : string(spec.id)}}`
}

/** OTP's exit reasons for what ends a process. */
function exitReason(step: Extract<Step, { exit: unknown }>): string {
  if ('code' in step) return step.code === 0 ? 'normal' : 'boom'
  return step.signal === 'SIGKILL' ? 'killed' : 'shutdown'
}

function treeTerm(tree: Tree): string {
  if (!isSupervisor(tree))
    return `{leaf,${atom(tree.id)},${map({ ...childKeys(tree), ...shutdownKey(tree.shutdown) })}}`
  const below = tree.template === undefined ? (tree.children ?? []) : [tree.template]
  const flags = {
    strategy: tree.strategy,
    intensity: tree.intensity,
    period: durationMs(tree.period) / 1000,
    auto_shutdown: tree.autoShutdown,
  }
  return `{sup,${atom(tree.id)},${map(flags)},${map(childKeys(tree))},${list(below.map(treeTerm))}}`
}

type Value = string | number | boolean | undefined

function childKeys({ restart, significant }: Tree): Record<string, Value> {
  return { restart, significant }
}

function shutdownKey(shutdown: string | undefined): Record<string, Value> {
  const isWord = shutdown === undefined || shutdown === 'brutal_kill' || shutdown === 'infinity'
  return { shutdown: isWord ? shutdown : durationMs(shutdown) }
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

function durationMs(text: string): number {
  const [, amount, unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? []
  const unitMs = UNIT_MS[unit]
  if (unitMs === undefined) throw new Error(`Cannot read the duration "${text}".`)
  return Number(amount) * unitMs
}

function map(entries: Readonly<Record<string, Value>>): string {
  const given = Object.entries(entries).filter(([, value]) => value !== undefined)
  return `#{${given.map(([key, value]) => `${key}=>${typeof value === 'string' ? atom(value) : value}`).join(',')}}`
}

function list(terms: readonly string[]): string {
  return `[${terms.join(',')}]`
}

function atom(text: string): string {
  return `'${text}'`
}

function string(text: string): string {
  return `"${text}"`
}
