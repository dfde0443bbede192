// The supervisor's chart as a Mermaid state diagram, from the machine itself. Phases within phases are drawn flat, each
// with what its phase handles: Mermaid cannot draw every arrow between nested states.

type Action = string | { readonly type: string } | ((...args: never) => unknown)
type Transition = {
  readonly eventType: string
  readonly target?: readonly Phase[] | undefined
  readonly actions: readonly Action[]
}

/** What of a state node of xstate is drawn. */
export type Phase = {
  readonly path: readonly string[]
  readonly type: string
  readonly states: Readonly<Record<string, Phase>>
  readonly entry: readonly Action[]
  readonly initial?: { readonly target: readonly Phase[] } | undefined
  readonly transitions: ReadonlyMap<string, readonly Transition[]>
}

const ANY = 'any'

/** The lines of a Mermaid state diagram. */
export function chartDiagram(root: Phase): string[] {
  const drawn = innermost(root).map((phase) => ({ key: keyOf(phase), ...within(root, phase) }))
  const everywhere = { key: ANY, title: 'in any phase', ...told([root]) }
  const states = [everywhere, ...drawn]
  return [
    'stateDiagram-v2',
    ...states.map(({ key, title }) => `  state "${title}" as ${key}`),
    ...states.flatMap(({ key, does }) => does.map((text) => `  ${key} : ${text}`)),
    `  [*] --> ${keyOf(begin(root))}`,
    ...states.flatMap(({ key, leads }) => leads.map(({ to, text }) => `  ${key} --> ${to} : ${text}`)),
    ...innermost(root).flatMap((phase) => (phase.type === 'final' ? [`  ${keyOf(phase)} --> [*]`] : [])),
  ]
}

const keyOf = (phase: Phase): string => phase.path.join('_')
const innermost = (phase: Phase): Phase[] =>
  Object.values(phase.states).flatMap((each) => (Object.keys(each.states).length === 0 ? [each] : innermost(each)))

/** Where one who enters this phase begins. */
function begin(phase: Phase): Phase {
  const first = phase.initial?.target[0]
  return first === undefined ? phase : begin(first)
}

/** A phase with what the phases around it handle for it. */
function within(root: Phase, phase: Phase) {
  const around: Phase[] = []
  let at: Phase | undefined = root
  for (const name of phase.path) {
    at = at?.states[name]
    if (at !== undefined) around.push(at)
  }
  return { title: phase.path.join(': '), ...told(around) }
}

type Told = {
  readonly does: readonly string[]
  readonly leads: readonly { readonly to: string; readonly text: string }[]
}

function told(phases: readonly Phase[]): Told {
  const transitions = phases.flatMap((phase) => [...phase.transitions.values()].flat())
  const entries = phases.flatMap(({ entry }) => entry.map((action) => `entry / ${nameOf(action)}`))
  const inside = transitions.filter(({ target }) => target === undefined)
  return {
    does: [
      ...entries,
      ...inside.map((each) => (each.actions.length === 0 ? `${each.eventType} is dropped` : textOf(each))),
    ],
    leads: transitions.flatMap((each) =>
      (each.target ?? []).map((target) => ({ to: keyOf(begin(target)), text: textOf(each) })),
    ),
  }
}

const nameOf = (action: Action): string => {
  if (typeof action === 'string') return action
  return 'type' in action ? action.type : action.name
}
const textOf = ({ eventType, actions }: Transition): string => [eventType, ...actions.map(nameOf)].join(' / ')
