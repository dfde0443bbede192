import { describe, expect, it } from 'vitest'
import { pathMeant, selection, topmost } from './selection.ts'

const PATHS = [
  'shop',
  'shop/db',
  'shop/web@1',
  'shop/web@2',
  'shop/jobs',
  'shop/jobs/mailer',
  'shop/jobs/db',
  'shop/a.b',
]

describe('a selection of children', () => {
  it.each([
    [['shop/db'], ['shop/db']],
    [['mailer'], ['shop/jobs/mailer']],
    [['jobs/db'], ['shop/jobs/db']],
    [['shop/web@*'], ['shop/web@1', 'shop/web@2']],
    [['shop/*'], ['shop/db', 'shop/web@1', 'shop/web@2', 'shop/jobs', 'shop/a.b']],
    [['shop/jobs/**'], ['shop/jobs/mailer', 'shop/jobs/db']],
    [
      ['shop/web@?', 'shop/db'],
      ['shop/db', 'shop/web@1', 'shop/web@2'],
    ],
    [['all'], PATHS.slice(1)],
    [[], PATHS],
  ])('by %j is %j, in the order of the tree', (words, expected) => {
    expect(selection(words, PATHS)).toEqual(expected)
  })

  it('by what is no path is refused with the nearest ones', () => {
    expect(() => selection(['shop/job/mailer'], PATHS)).toThrow(/Did you mean shop\/jobs\/mailer\?/)
    expect(() => selection(['zzz'], PATHS)).toThrow('There is no "zzz" in the tree.')
    expect(() => selection(['shop/aXb'], PATHS)).toThrow(/no "shop\/aXb"/)
    expect(() => selection(['shop/x*'], PATHS)).toThrow(/no "shop\/x\*"/)
  })

  it('by the end of a path that two have is refused with both', () => {
    expect(() => selection(['db'], ['s', 's/x/db', 's/y/db'])).toThrow('"db" may be s/x/db or s/y/db')
  })

  it('by many wildcards is refused: each would be tried at every place', () => {
    expect(() => selection(['*a*a*a*a*a*a*a*'], PATHS)).toThrow(/more than 6 wildcards/)
  })

  it('of one child by a glob that means several is refused', () => {
    expect(() => pathMeant('shop/*', PATHS)).toThrow('means 5 children')
    expect(pathMeant('shop/j*', PATHS)).toBe('shop/jobs')
  })

  it('that has a supervisor has all below it', () => {
    expect(topmost(['shop/db', 'shop/jobs', 'shop/jobs/mailer'])).toEqual(['shop/db', 'shop/jobs'])
  })
})
