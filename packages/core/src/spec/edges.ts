// What a name in `dependsOn` means: an id, or the id of a worker with `instances`, which is all its copies.

/** Ids of the copies of a worker, or its own id when it has no `instances`. */
export function idsOf(id: string, instances: number | undefined): readonly string[] {
  return instances === undefined ? [id] : Array.from({ length: instances }, (_, i) => `${id}@${i + 1}`)
}

/** What running siblings may be called: by their ids, and copies together by the id before `@`. */
export function targetsAmong(ids: readonly string[]): Map<string, readonly string[]> {
  const own = new Set(ids)
  const targets = new Map<string, readonly string[]>(ids.map((id) => [id, [id]]))
  for (const id of ids) {
    const [, name] = /^(.+)@\d+$/.exec(id) ?? []
    if (name !== undefined && !own.has(name)) targets.set(name, [...(targets.get(name) ?? []), id])
  }
  return targets
}

/** Adds a child that later siblings may depend on. */
export function addTarget(targets: Map<string, readonly string[]>, name: string, ids: readonly string[]): void {
  for (const id of ids) targets.set(id, [id])
  targets.set(name, ids)
}
