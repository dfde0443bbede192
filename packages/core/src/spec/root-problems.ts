import type { SupervisorChildSpec } from './child-spec.ts'
import type { Problem } from './problem.ts'

/** Why a running tree cannot become another: its root goes on, whatever changes below. */
export function rootProblems(old: SupervisorChildSpec, wanted: SupervisorChildSpec): readonly Problem[] {
  const problem = (key: string, message: string, fix: string): Problem => ({
    path: wanted.id,
    key,
    at: [key],
    message,
    fix,
  })
  if (old.id !== wanted.id) {
    const message = `The root is "${wanted.id}", but the tree that runs is "${old.id}".`
    return [problem('id', message, `Call it "${old.id}" again, or stop the tree and run the other one.`)]
  }
  if ((old.template === null) === (wanted.template === null)) return []
  const message = 'The root cannot change from children to a template, or back, while it runs.'
  return [problem(wanted.template === null ? 'children' : 'template', message, 'Stop the tree and run it again.')]
}
