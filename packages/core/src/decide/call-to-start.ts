// startChild: by a spec of its own, or by the template of `simple_one_for_one`.
import { checkChildSpec } from '../spec/check-spec.ts'
import type { ChildSpec } from '../spec/child-spec.ts'
import type { Problem } from '../spec/problem.ts'
import { checkSimpleStart, fromTemplate } from '../spec/template.ts'
import type { Call } from './call.ts'
import { isGroup } from './delayed.ts'
import { addChild } from './evolve.ts'
import { startChild } from './launch.ts'
import type { Child, SupervisorState } from './state.ts'
import { answer, type Turn } from './turn.ts'

/** Serves `startChild`. A spec is checked before its id is looked up. */
export function serveStart(turn: Turn, call: Call, value: unknown): void {
  const { state } = turn
  const wanted = specOf(state, value)
  if ('problems' in wanted) {
    answer(turn, call, { ok: false, error: 'invalid_spec', problems: wanted.problems })
    return
  }
  const known = state.byId.get(wanted.spec.id)
  if (known !== undefined) {
    refuseKnown(turn, call, known)
    return
  }
  if (state.maxChildren !== null && state.children.length >= state.maxChildren) {
    answer(turn, call, { ok: false, error: 'max_children' })
    return
  }
  if (wanted.isNumbered) state.copies.next += 1
  startByCall(turn, addChild(state, wanted.spec), call)
}

/**
 * Starts one child for a call. Under a group strategy nothing else is taken until it is up; elsewhere only what names
 * that child waits.
 */
export function startByCall(turn: Turn, child: Child, call: Call): void {
  startChild(turn, child, { kind: 'call', call }, call.received)
  if (isGroup(turn.state)) turn.signal = 'callBegan'
}

const refuseKnown = (turn: Turn, call: Call, { status }: Child): void => {
  if (status.kind === 'running' || status.kind === 'died') {
    answer(turn, call, { ok: false, error: 'already_started', pid: status.attempt.pid })
  } else {
    answer(turn, call, { ok: false, error: 'already_present' })
  }
}

type Wanted = { readonly spec: ChildSpec; readonly isNumbered: boolean } | { readonly problems: readonly Problem[] }

const specOf = (state: SupervisorState, value: unknown): Wanted => {
  const { template, path } = state
  if (template !== null) return ofTemplate(state, template, value)
  const checked = checkChildSpec(value, {
    cwd: state.cwd,
    autoShutdown: state.flags.autoShutdown,
    intensity: state.flags.intensity,
    backoff: state.childBackoff,
    siblings: state.children.map(({ id }) => id),
    parentPath: path,
  })
  return checked.ok ? { spec: checked.spec, isNumbered: false } : checked
}

// Children of one template are alike: they have no relation.
const ofTemplate = (state: SupervisorState, template: ChildSpec, value: unknown): Wanted => {
  const checked = checkSimpleStart(value, { template, parentPath: state.path })
  if (!checked.ok) return checked
  const { start } = checked
  const id = start.id ?? nextNumbered(state, template)
  return { spec: { ...fromTemplate(template, { ...start, id }), dependsOn: [] }, isNumbered: start.id === null }
}

// A number that a caller has taken by hand is passed over.
const nextNumbered = ({ copies, byId }: SupervisorState, template: ChildSpec): string => {
  while (byId.has(`${template.id}@${copies.next}`)) copies.next += 1
  return `${template.id}@${copies.next}`
}
