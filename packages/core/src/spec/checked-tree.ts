import { SpecError } from '../errors.ts'
import { checkSpec } from './check-spec.ts'
import type { SupervisorChildSpec } from './child-spec.ts'
import type { SupervisorSpec } from './spec.ts'

/**
 * A tree that is checked, for virtual time: no folder is looked at.
 * @throws {@link SpecError} when it is wrong.
 */
export function checkedTree(spec: SupervisorSpec): SupervisorChildSpec {
  const checked = checkSpec(spec, { cwd: '/' })
  if (!checked.ok) throw new SpecError(checked.problems)
  return checked.spec
}
