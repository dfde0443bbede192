// Two pictures of a tree that runs: how messages go round, and a sequence of them as a simulation has it.
import type { SupervisionEvent } from '@otp-sup/core'
import { literalsIn } from '../document.ts'

type Sources = { readonly facts: string; readonly commands: string; readonly mail: string }

/** The lines of a Mermaid flowchart. `sources`: the texts of the files that name what goes round. */
export function loopDiagram({ facts, commands, mail }: Sources): string[] {
  const [commandText = '', signalText = ''] = commands.split('export type Signal')
  const list = (words: readonly string[]): string => {
    const lines: string[] = []
    for (let from = 0; from < words.length; from += 3) lines.push(words.slice(from, from + 3).join(', '))
    return lines.join('<br/>')
  }
  const types = (text: string): readonly string[] => literalsIn(text, /readonly type: '[\w.]+'/g)
  const kinds = literalsIn(mail, /^ {2}\| \{ readonly kind: '\w+'/gm)
  return [
    'flowchart TB',
    '  outside["processes, the clock, people"]',
    '  runtime["runtime<br/>brings facts in, carries commands out"]',
    '  machine["machine<br/>does it count in this phase?"]',
    '  decide["decide<br/>one rule, pure"]',
    `  mailbox[("mailbox<br/>${list(kinds)}")]`,
    '  strategies["strategies<br/>whom to restart, in which order, how often"]',
    '  journal["events<br/>numbered, with causes"]',
    '  outside <-->|"ports"| runtime',
    `  runtime -->|"facts<br/>${list(types(facts))}"| machine`,
    '  machine --> decide',
    '  decide <--> strategies',
    '  decide <--> mailbox',
    `  decide -->|"signals<br/>${list(literalsIn(signalText, /^ {2}\| '\w+'/gm))}"| machine`,
    `  decide -->|"commands<br/>${list(types(commandText))}"| runtime`,
    '  runtime --> journal',
    '  journal --> listeners["log, --events, tree.on, simulate"]',
  ]
}

type Step = { readonly event: SupervisionEvent; readonly self: string; readonly parent: string }

/** The lines of a Mermaid sequence diagram of one run. */
export function sequenceDiagram(events: readonly SupervisionEvent[]): string[] {
  const paths = [...new Set(events.filter(({ type }) => type.endsWith('.starting')).map(({ path }) => path))]
  const names = new Map(paths.map((path) => [path, path.replaceAll('/', '_')]))
  const name = (path: string): string => names.get(path) ?? 'you'
  const lines = events.flatMap((event) => {
    const { path } = event
    return arrows({ event, self: name(path), parent: name(path.slice(0, Math.max(0, path.lastIndexOf('/')))) })
  })
  const participants = paths.map((path) => `  participant ${name(path)} as ${path}`)
  return ['sequenceDiagram', '  participant you', ...participants, ...lines.map((line) => `  ${line}`)]
}

function arrows({ event, self, parent }: Step): string[] {
  switch (event.type) {
    case 'supervisor.starting':
    case 'child.starting':
      return [`${parent}->>${self}: start, number ${event.incarnation}`]
    case 'supervisor.started':
    case 'child.started':
      return [`${self}-->>${parent}: ready`]
    case 'child.exited':
      return [event.requested ? `${self}-->>${parent}: ended` : `${self}-x${parent}: exit code ${event.exit.code}`]
    case 'supervisor.restarting':
      return [
        `Note over ${self}: ${event.failed} failed, ${event.strategy}<br/>stop ${event.terminate.join(', ')}<br/>then start ${event.start.join(', ')}`,
      ]
    case 'child.stopping':
      return [`${parent}->>${self}: ${event.signal}, at most ${event.timeoutMs} ms`]
    case 'supervisor.stopping':
      return [`${parent}->>${self}: stop`]
    case 'supervisor.stopped':
      return [`${self}-->>${parent}: ended`]
    default:
      return []
  }
}
