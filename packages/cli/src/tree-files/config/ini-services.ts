// A list of services in INI: each is a section [service:NAME].
import type { IniSection } from './ini-lines.ts'
import { iniOptions } from './ini-options.ts'
import type { At, TextPlace, TextProblem } from './text-tree.ts'

const PREFIX = 'service:'

/** Whether a section is a service. */
export function isService({ name }: IniSection): boolean {
  return name.text.startsWith(PREFIX)
}

/** The same value as in the other formats: options before the first section, then `services`. */
export function iniServices(
  head: IniSection['entries'],
  sections: readonly IniSection[],
): {
  readonly value: Readonly<Record<string, unknown>>
  readonly problems: readonly TextProblem[]
  readonly places: ReadonlyMap<string, TextPlace>
} {
  const places = new Map<string, TextPlace>()
  const note = (at: At, place: TextPlace) => places.set(JSON.stringify(at), place)
  const top = iniOptions(head)
  for (const [at, place] of top.places) note(at, place)
  const read = sections.map((section, index) => {
    const { name } = section
    note(['services', index], name.place)
    note(['services', index, 'name'], name.place)
    if (!isService(section)) return { service: {}, problems: [{ ...name.place, ...explainSection(name.text) }] }
    const { options, problems, places: ways } = iniOptions(section.entries)
    for (const [at, place] of ways) note(['services', index, ...at], place)
    return { service: { name: name.text.slice(PREFIX.length).trim(), ...options }, problems }
  })
  return {
    value: { ...top.options, services: read.map(({ service }) => service) },
    problems: [...top.problems, ...read.flatMap(({ problems }) => problems)],
    places,
  }
}

function explainSection(name: string): Pick<TextProblem, 'message' | 'fix'> {
  return { message: `[${name}] is no service, but the first section is one.`, fix: `Write [${PREFIX}${name}].` }
}
