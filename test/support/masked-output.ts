import type { ExampleRun } from './run-example.ts'

/**
 * What a run printed, without what differs from run to run: times, pids, and which of two processes was first to
 * speak. The log comes first; then the children, one by one, a line that is said again and again only once.
 */
export const maskedOutput = ({ stdout, stderr }: Pick<ExampleRun, 'stdout' | 'stderr'>): string => {
  // Whether a stop has to wait for somebody depends on how busy the machine is.
  const log = lines(stderr.text()).filter((line) => !/ info waiting for /.test(line))
  return `${[...log.map(masked), '', ...byChild(lines(stdout.text()))].join('\n')}\n`
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '')

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/^\d\d:\d\d:\d\d\.\d{3}/, 'TIME'],
  [/\bpid \d+/, 'pid PID'],
  [/\bafter [\d.]+ (ms|s|min)\b/, 'after A WHILE'],
  [/\(otp-sup [^)]+\)/, '(otp-sup VERSION)'],
]

const masked = (line: string): string => MASKS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), line)

const byChild = (said: readonly string[]): readonly string[] => {
  const children = [...new Set(said.map(childOf))].toSorted()
  return children.flatMap((child) => {
    const own = said.filter((line) => childOf(line) === child)
    return own.filter((line, index) => line !== own[index - 1])
  })
}

const childOf = (line: string): string => line.slice(0, line.indexOf(' |'))
