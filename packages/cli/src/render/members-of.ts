import type { ChildSpec, SupervisorChildSpec } from '@otp-sup/core'

/** Children, or the template, of a supervisor. */
export function membersOf({ children, template }: SupervisorChildSpec): readonly ChildSpec[] {
  return template === null ? children : [template]
}
