// docs/conformance.md names what is really there: every law, every planted bug, files and commands.
import { existsSync } from 'node:fs'
import { supervisor } from '@otp-sup/core'
import { explore } from '@otp-sup/core/testing'
import { describe, expect, it } from 'vitest'
import { readDocument, repositoryPath } from './document.ts'

const page = readDocument('docs/conformance.md')

describe('docs/conformance.md', () => {
  it('lists the laws that hold in every state', () => {
    const { laws } = explore(supervisor('s', {}), { maxStates: 1 })
    const [, list = ''] = /laws must hold:\n\n((?:- .*\n)+)/.exec(page) ?? []
    expect([...list.matchAll(/^- (.*)$/gm)].map(([, law]) => law)).toEqual(laws)
  })

  it('has a row for each bug that is planted', () => {
    const bugs = [...readDocument('test/otp/planted-bugs.ts').matchAll(/^ {2}'(.*)': \[$/gm)].map(([, name]) => name)
    const rows = [...page.matchAll(/^\| (.*?) +\| \d+, \d+, \d+ +\|$/gm)].map(([, name]) => name)
    expect(bugs.length).toBeGreaterThan(4)
    expect(new Set(rows)).toEqual(new Set(bugs))
  })

  it('links to files that exist', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !existsSync(repositoryPath(`docs/${link}`)))).toEqual([])
  })

  it('names commands of package.json', () => {
    const { scripts } = JSON.parse(readDocument('package.json')) as { readonly scripts: Record<string, string> }
    const named = [...page.matchAll(/pnpm (soak|planted|bench)\b/g)].map(([, name = '']) => name)
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })
})
