import type { ShownPart } from '../render/import-report.ts'
import type { Imported } from '../tree-files/imports/draft.ts'

/** The parts of an imported tree by their paths, with their notes. */
export const partsOf = ({ root, workers }: Imported): readonly ShownPart[] => [
  { path: root.id, notes: root.notes },
  ...workers.map(({ id, notes }) => ({ path: `${root.id}/${id}`, notes })),
]
