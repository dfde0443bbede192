// docs/otp.md: its numbers, its verdicts, and the tests that it names.
import { describe, expect, it } from 'vitest'
import { readDocument } from './document.ts'

const VERDICTS = ['Same', 'Differs', 'Not applicable', 'Not yet'] as const

type Statement = { readonly number: string; readonly verdict: string; readonly answer: string }

const page = readDocument('docs/otp.md')
const files = new Map(
  [...page.matchAll(/^\[([\w-]+)\]: \.\.\/(.+)$/gm)].map(([, name = '', path = '']) => [name, path]),
)
const references = [...page.matchAll(/\[([\w-]+)\]\s+"([^"]+)"/g)].map(([, name = '', title = '']) => ({
  name,
  title: title.replaceAll(/\s+/g, ' '),
}))

const statements = page.split(/^- \*\*(?=\d)/m).flatMap((text, index): Statement[] => {
  if (index === 0) return []
  const [number = ''] = text.split('**')
  const [, answer = ''] = (text.split(/\n\n|^#/m)[0] ?? '').split(/\n {2}- /)
  const verdict = VERDICTS.find((each) => answer.startsWith(each)) ?? `none: ${answer}`
  return [{ number, verdict, answer }]
})
const numbersWith = (verdict: string): string[] =>
  statements.filter((each) => each.verdict === verdict).map(({ number }) => number)

describe('docs/otp.md', () => {
  it('numbers its statements without gaps', () => {
    const sections = [...page.matchAll(/^## (\d+)\. /gm)].map(([, section]) => Number(section))
    expect(sections).toEqual(Array.from({ length: 17 }, (_, index) => index + 1))
    const counts = new Map<string, number>()
    for (const { number } of statements) {
      const [section = '', place] = number.split('.')
      expect(`${section}.${(counts.get(section) ?? 0) + 1}`).toBe(`${section}.${place}`)
      counts.set(section, Number(place))
    }
    expect([...counts.keys()].map(Number)).toEqual(sections)
  })

  it('answers each of them', () => {
    expect(statements.filter(({ verdict }) => !VERDICTS.some((each) => each === verdict))).toEqual([])
  })

  it('names a test for each answer that is the same or differs, or says that there is none', () => {
    const shown = statements.filter(({ verdict }) => verdict === 'Same' || verdict === 'Differs')
    const silent = shown.filter(({ answer }) => !/\[[\w-]+\]\s+"|No test yet|see \d/.test(answer))
    expect(silent.map(({ number }) => number)).toEqual([])
  })

  it('names only tests that exist', () => {
    const missing = references.filter(({ name, title }) => {
      const path = files.get(name)
      const text = path === undefined ? '' : readDocument(path)
      return !["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote}`))
    })
    expect(references.length).toBeGreaterThan(150)
    expect(missing).toEqual([])
  })

  it('has no link that nobody uses', () => {
    expect([...files.keys()].filter((name) => references.every((each) => each.name !== name))).toEqual([])
  })

  it('collects every difference in one table', () => {
    const table = page.slice(page.indexOf('## Where we differ'), page.indexOf('## 1. '))
    const named = [...table.matchAll(/^\| ([\d., ]+?) +\|/gm)].flatMap(([, numbers = '']) => numbers.split(', '))
    expect([...new Set(named)].toSorted()).toEqual(numbersWith('Differs').toSorted())
  })
})
