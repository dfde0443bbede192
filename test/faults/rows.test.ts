// Every row of the fault catalogue has a test here whose title begins with its id, or stands in `rows.ts` with a reason.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { NOT_HERE, ROWS } from './rows.ts'

const folder = new URL('.', import.meta.url)
const titled = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/['"`]([LG]\d\d): /g)])
  .map(([, id = '']) => id)

it('every row has a test, or a reason why not', () => {
  expect(ROWS.filter((id) => !titled.includes(id) && NOT_HERE[id] === undefined)).toEqual([])
})

it('no row that has a test is listed as one that has none', () => {
  expect(Object.keys(NOT_HERE).filter((id) => titled.includes(id))).toEqual([])
})

it('no test is of a row that does not exist', () => {
  expect(titled.filter((id) => !ROWS.includes(id))).toEqual([])
})
