/** A failure concerns every child that has a spec, also those that had ended or were stopped by a call. */
export function oneForAll<T>(children: readonly T[], _failed: T): readonly T[] {
  return children
}
