// The difference of two checked trees: what a reload does, child by child.
import { restartSet } from '@otp-sup/strategies'
import { changedKeys } from './changed-keys.ts'
import type { ChildSpec, SupervisorChildSpec } from './child-spec.ts'

/** What a reload does to one child. Children that stay as they are, are not listed. */
export type SpecChange =
  | { readonly path: string; readonly change: 'added' | 'removed' }
  /** Another place among its siblings; `keys` and all else stay. */
  | { readonly path: string; readonly change: 'moved' }
  /** The child goes on, with its pid. */
  | { readonly path: string; readonly change: 'in_place'; readonly keys: readonly string[] }
  /** It is stopped and started again, because `keys` differ that a process has from its start on. */
  | {
      readonly path: string
      readonly change: 'restarted'
      readonly keys: readonly string[]
      /** Paths of the siblings that its end takes along, by the strategy that is in force until then. */
      readonly takesAlong: readonly string[]
    }

/** What turns `old` into `wanted`, a supervisor before what is below it. Both are of one id. */
export function diffSpecs(
  old: SupervisorChildSpec,
  wanted: SupervisorChildSpec,
  path: string = wanted.id,
): readonly SpecChange[] {
  const { inPlace, byRestart } = changedKeys(old, wanted)
  const keys = [...byRestart, ...inPlace]
  const own: readonly SpecChange[] = keys.length === 0 ? [] : [{ path, change: 'in_place', keys }]
  return [...own, ...diffChildren(old, wanted, path)]
}

const diffChildren = (old: SupervisorChildSpec, wanted: SupervisorChildSpec, path: string): readonly SpecChange[] => {
  const before = new Map(old.children.map((child) => [child.id, child]))
  const ids = new Set(wanted.children.map(({ id }) => id))
  const moved = movedIds(
    old.children.map(({ id }) => id).filter((id) => ids.has(id)),
    wanted.children.map(({ id }) => id).filter((id) => before.has(id)),
  )
  const removed = old.children.filter(({ id }) => !ids.has(id))
  return [
    ...removed.map(({ id }) => ({ path: `${path}/${id}`, change: 'removed' }) as const),
    ...wanted.children.flatMap((child) => {
      const known = before.get(child.id)
      if (known === undefined) return [{ path: `${path}/${child.id}`, change: 'added' } as const]
      return diffChild(known, child, { path, old, ids, isMoved: moved.has(child.id) })
    }),
  ]
}

type Among = {
  readonly path: string
  readonly old: SupervisorChildSpec
  /** Of the siblings that stay. */
  readonly ids: ReadonlySet<string>
  readonly isMoved: boolean
}

const diffChild = (known: ChildSpec, wanted: ChildSpec, among: Among): readonly SpecChange[] => {
  const path = `${among.path}/${wanted.id}`
  const { inPlace, byRestart } = changedKeys(known, wanted)
  if (byRestart.length > 0) {
    const takesAlong = siblingsTakenAlong(among, known).map((id) => `${among.path}/${id}`)
    return [{ path, change: 'restarted', keys: [...byRestart, ...inPlace], takesAlong }]
  }
  const own: SpecChange[] = []
  if (among.isMoved) own.push({ path, change: 'moved' })
  if (inPlace.length > 0) own.push({ path, change: 'in_place', keys: inPlace })
  if (known.type !== 'supervisor' || wanted.type !== 'supervisor') return own
  return [...own, ...diffChildren(known, wanted, path)]
}

const siblingsTakenAlong = ({ old, ids }: Among, { id }: ChildSpec): readonly string[] => {
  const positions = new Map(old.children.map((child, position) => [child.id, position]))
  const placed = old.children.map((child, position) => ({
    id: child.id,
    position,
    // Checked: they name siblings.
    dependsOn:
      child.dependsOn === 'all_before' ? child.dependsOn : child.dependsOn.map((name) => positions.get(name) as number),
  }))
  const failed = placed[positions.get(id) as number] as (typeof placed)[number]
  return restartSet(old.flags.strategy, placed, failed)
    .map((child) => child.id)
    .filter((sibling) => sibling !== id && ids.has(sibling))
}

/** Of two orders of the same ids: as few as must move, to make one of the other. */
const movedIds = (old: readonly string[], wanted: readonly string[]): ReadonlySet<string> => {
  const places = new Map(old.map((id, index) => [id, index]))
  const sequence = wanted.map((id) => places.get(id) as number)
  const kept = new Set(longestAscending(sequence))
  return new Set(wanted.filter((_, index) => !kept.has(sequence[index] as number)))
}

/** A longest ascending part of different numbers. */
const longestAscending = (numbers: readonly number[]): readonly number[] => {
  /** For each length, the smallest number that such a part can end with. */
  const ends: number[] = []
  const before = new Map<number, number | undefined>()
  for (const number of numbers) {
    const found = ends.findIndex((end) => end > number)
    const length = found === -1 ? ends.length : found
    before.set(number, ends[length - 1])
    ends[length] = number
  }
  const part: number[] = []
  for (let number = ends.at(-1); number !== undefined; number = before.get(number)) part.unshift(number)
  return part
}
