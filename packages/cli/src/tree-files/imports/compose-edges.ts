// Who waits for whom among the services of a compose file.

import type { Service } from './compose-service.ts'
import { type Draft, keep, lose } from './draft.ts'
import { recordOf, textOf, textsOf } from './values.ts'

type Edge = { readonly name: string; readonly condition: string }

function edgesOf({ values }: Service): readonly Edge[] {
  const { depends_on: dependsOn, links } = values
  const listed = Array.isArray(dependsOn)
    ? textsOf(dependsOn).map((name) => ({ name, condition: 'service_started' }))
    : Object.entries(recordOf(dependsOn)).map(([name, how]) => ({
        name,
        condition: textOf(recordOf(how)['condition'] ?? 'service_started'),
      }))
  const linked = textsOf(Array.isArray(links) ? links : []).map((link) => link.split(':')[0] ?? '')
  const more = linked.filter((name) => !listed.some((edge) => edge.name === name))
  return [...listed, ...more.map((name) => ({ name, condition: 'service_started' }))]
}

/** Services that others wait for until they have ended well. */
export function doneServices(services: readonly Service[]): ReadonlySet<string> {
  const edges = services.flatMap(edgesOf)
  return new Set(
    edges.filter(({ condition }) => condition === 'service_completed_successfully').map(({ name }) => name),
  )
}

/** Adds `dependsOn`; the answer is the names in it, as the file has them. */
export function addEdges(
  service: Service,
  workers: ReadonlyMap<string, Draft>,
  names: readonly string[],
): readonly string[] {
  const made = workers.get(service.name)
  const edges = edgesOf(service)
  const known = [...new Set(edges.map(({ name }) => name))].filter((name) => names.includes(name))
  if (made === undefined) return known
  for (const { name } of edges)
    if (!names.includes(name)) lose(made, `depends_on: ${name}`, 'No such service is started.')
  const dependsOn = known.map((name) => workers.get(name)?.id ?? name)
  if (edges.length > 0) keep(made, `depends_on: ${edges.map(({ name }) => name).join(', ')}`, { dependsOn })
  else Object.assign(made.options, { dependsOn })
  return known
}
