// The supervisors of a tree with their children; copies of one worker are one child, as they were written.
import { isRestarted } from '@otp-sup/strategies'
import type { ChildSpec, LeafSpec, SupervisorChildSpec } from '../spec/child-spec.ts'
import { isOneShot } from '../spec/one-shot.ts'

/** A child of a supervisor, as it was written. */
export type Member<Spec extends ChildSpec = ChildSpec> = {
  /** Of the first copy, if it has copies. */
  readonly spec: Spec
  /** Without `@n`. */
  readonly id: string
  readonly path: string
  readonly copies: readonly ChildSpec[]
}

/** A supervisor where it stands. */
export type Part = {
  readonly spec: SupervisorChildSpec
  readonly path: string
  /** Null: it is the root. */
  readonly parent: Part | null
  readonly members: readonly Member[]
}

/** A supervisor and all supervisors below it, parents first. */
export function partsOf(spec: SupervisorChildSpec, path: string, parent: Part | null = null): readonly Part[] {
  const part: Part = { spec, path, parent, members: membersOf(spec, path) }
  const below = part.members.flatMap((member) =>
    member.spec.type === 'supervisor' ? partsOf(member.spec, member.path, part) : [],
  )
  return [part, ...below]
}

/** The children of a supervisor, or what they are made of, in start order. */
export function childrenOf({ children, template }: SupervisorChildSpec): readonly ChildSpec[] {
  return template === null ? children : [template]
}

function membersOf(spec: SupervisorChildSpec, path: string): readonly Member[] {
  const members: (Member & { readonly copies: ChildSpec[] })[] = []
  for (const child of childrenOf(spec)) {
    const { base, copy } = copyOf(child)
    const last = members.at(-1)
    if (copy > 1 && last?.id === base) last.copies.push(child)
    else members.push({ spec: child, id: base, path: `${path}/${base}`, copies: [child] })
  }
  return members
}

/** Which copy it is, and of what; 0: it is not one of copies. */
function copyOf(child: ChildSpec): { readonly base: string; readonly copy: number } {
  const number = child.type === 'worker' ? child.program.env['OTP_SUP_INSTANCE'] : undefined
  return number !== undefined && child.id.endsWith(`@${number}`)
    ? { base: child.id.slice(0, -number.length - 1), copy: Number(number) }
    : { base: child.id, copy: 0 }
}

/** Whether it is a worker. */
export function isWorker(member: Member): member is Member<LeafSpec> {
  return member.spec.type === 'worker'
}

/** Whether a failure concerns others, too. */
export function isGroup({ strategy }: SupervisorChildSpec['flags']): boolean {
  return strategy === 'one_for_all' || strategy === 'rest_for_one'
}

/** Children that are restarted when they fail. A supervisor that gives up ends with class `shutdown`. */
export function restartedIn(part: Part): readonly Member[] {
  const mayRunAgain = isGroup(part.spec.flags)
  return part.members.filter(
    (member) =>
      isRestarted(member.spec.restart, member.spec.type === 'worker' ? 'abnormal' : 'shutdown') &&
      (mayRunAgain || !isOneShot(member.spec)),
  )
}

/** Whether a child depends on another. */
export function dependsOn({ spec: { dependsOn: named } }: Member, { copies }: Member): boolean {
  return named === 'all_before' || copies.some(({ id }) => named.includes(id))
}
