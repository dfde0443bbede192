// The traces of real OTP in traces/, and our lines, in one short vocabulary: that of `otp.md` section 4.
//   ^s#1  s entered init     +a#2  a leaf started, 2nd attempt     !b#2  its start failed
//   -a#1(shutdown)  it ended: normal, shutdown, abnormal, killed; of a supervisor also start_failed
//   [s gives up]    => ok a#2, => not_found  the answer of a call    # s: a=a#2 b=undefined  which_children, in start order
import { readFileSync } from 'node:fs'
import { idOf } from './case.ts'

/** The part of a trace file whose title begins with `title`, as short lines. */
export function readTrace(file: string, title: string): string[] {
  const sections = readFileSync(new URL(`traces/${file}.txt`, import.meta.url), 'utf8').split(/^== /m)
  const section = sections.find((text) => text.startsWith(title))
  if (section === undefined) throw new Error(`Cannot find "${title}" in traces/${file}.txt.`)
  return [...section.matchAll(/^\s*\d+\s+(\w+)\s+(.*)$/gm)].flatMap(([, kind = '', text = '']) => shortLine(kind, text))
}

function shortLine(kind: string, text: string): string[] {
  const [name = '', reason = ''] = text.split(' ', 2)
  switch (kind) {
    case 'init':
      return [`^${name}`]
    case 'start':
      return [`+${name}`]
    case 'fail':
      return [`!${name}`]
    case 'exit':
      return [`-${name}(${reasonClass(reason)})`]
    case 'report':
      return text.endsWith('reached_max_restart_intensity') ? [`[${name.split('#')[0]} gives up]`] : []
    case 'api':
      return text.startsWith('start_link(') ? [] : [answerLine(text.slice(text.indexOf(' -> ') + 4))]
    case 'note':
      return noteLine(text)
    default:
      return []
  }
}

function reasonClass(reason: string): string {
  if (reason.startsWith('{shutdown,{failed_to_start_child')) return 'start_failed'
  if (reason === 'shutdown' || reason.startsWith('{shutdown,')) return 'shutdown'
  return reason === 'normal' || reason === 'killed' ? reason : 'abnormal'
}

/** OTP's return values as ours. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^\{ok,"(.*)"\}$/, '=> ok $1'],
  [/^\{error,\{already_started,.*\}\}$/, '=> already_started'],
  [/^\{error,\{.*,child_record\}\}$/, '=> start_failed'],
  [/^\{error,(\w+)\}$/, '=> $1'],
  [/^\[\{(\w+),(\w+),worker,\[.*\]\}\]$/, '# s: $1=$2'],
  [/^ok$/, '=> ok'],
]

function answerLine(value: string): string {
  const [pattern, text] = ANSWERS.find(([candidate]) => candidate.test(value)) ?? []
  if (pattern === undefined || text === undefined) throw new Error(`Cannot read the answer ${value} of a trace.`)
  return value.replace(pattern, text)
}

function noteLine(text: string): string[] {
  const children = /^children of (\w+) in start order: (.*)$/.exec(text)
  if (children !== null) return [`# ${children[1]}: ${children[2]}`]
  if (!text.startsWith('count_children(')) return []
  return [`=> ${[...text.matchAll(/\{(\w+),(\d+)\}/g)].map(([, key, n]) => `${key}=${n}`).join(' ')}`]
}

/** The lines of `observed-lines.ts` or of the Erlang runner, cut down to what the traces show. */
export function toShortLines(lines: readonly string[]): string[] {
  const supervisors = new Set<string>()
  const latest = new Map<string, string>()
  return lines.flatMap((line) => {
    const path = line.slice(1).replace(/[#(].*/, '')
    const name = idOf(line.slice(1).replace(/[( ].*/, ''))
    switch (line[0]) {
      case '^':
        supervisors.add(path)
        return [`^${name}`]
      case '+':
        latest.set(path, name)
        return supervisors.has(path) ? [] : [`+${name}`]
      case '!':
        return [supervisors.has(path) ? `-${name}(start_failed)` : `!${name}`]
      case '-':
        return [`-${name}${/\(\w+/.exec(line)?.[0]})`]
      case '[':
        return line.includes(' gives up ') ? [`[${idOf(path.split(' ')[0] ?? '')} gives up]`] : []
      case '=':
        return [shortAnswer(line, latest)]
      default:
        return []
    }
  })
}

function shortAnswer(line: string, latest: ReadonlyMap<string, string>): string {
  const [, call, path = '', ...answer] = line.split(' ')
  if (call === 'whichChildren') {
    const children = answer.map((child) => {
      const [id, , state] = child.split(':')
      return `${id}=${state === 'running' ? latest.get(`${path}/${id}`) : state === 'down' ? 'undefined' : state}`
    })
    return `# ${idOf(path)}: ${children.join(' ')}`
  }
  return `=> ${answer.map((word) => (word.includes('#') ? idOf(word) : word)).join(' ')}`
}
