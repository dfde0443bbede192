// Rules of `simple_one_for_one`, where children are made of a template.
import type { Found } from './explanation.ts'
import { type At, isRecord, shown } from './plain-data.ts'

type Node = Readonly<Record<string, unknown>>

/** What is wrong with a supervisor's template, or with the lack of one. */
export function findInTemplate(node: Node, at: At): readonly Found[] {
  const { strategy, template, children, autoShutdown = 'never' } = node
  const isSimple = strategy === 'simple_one_for_one'
  const found: Found[] = []
  const report = (key: string, message: string, fix: string) => void found.push({ at: [...at, key], message, fix })
  if (template !== undefined && children !== undefined)
    report(
      'children',
      'children stands beside template, but a supervisor has one of them.',
      'Remove children: they are made of the template by startChild.',
    )
  if (!isSimple) findElsewhere(node, report)
  else if (template === undefined)
    report(
      'template',
      'template is missing: strategy "simple_one_for_one" makes its children of it.',
      'Write template: a worker or a supervisor, in place of children; or another strategy.',
    )
  if (isSimple && autoShutdown !== 'never')
    report(
      'autoShutdown',
      `autoShutdown is ${shown(autoShutdown)}, but "simple_one_for_one" has none.`,
      'Leave it out.',
    )
  return [...found, ...findCopies(template, [...at, 'template'])]
}

function findElsewhere({ template, maxChildren }: Node, report: (key: string, message: string, fix: string) => void) {
  if (template !== undefined)
    report(
      'template',
      'template is given, but strategy is not "simple_one_for_one".',
      'Write strategy: "simple_one_for_one", or list the children.',
    )
  if (maxChildren !== undefined)
    report(
      'maxChildren',
      'maxChildren is given, but strategy is not "simple_one_for_one".',
      'Write strategy: "simple_one_for_one" and a template, or leave maxChildren out.',
    )
}

function findCopies(template: unknown, at: At): readonly Found[] {
  if (!isRecord(template) || template['instances'] === undefined) return []
  const message = 'instances is given in a template, but each of its children is started by a call of its own.'
  return [{ at: [...at, 'instances'], message, fix: 'Leave instances out.' }]
}
