import { type Placed, withDependents } from './dependency-order.ts'

/** A failure concerns the child that failed and those that depend on it; by default that is every one after it. */
export function restForOne<T extends Placed>(children: readonly T[], failed: T): readonly T[] {
  return withDependents(children, failed)
}
