// Every row of the fault catalogue has a test here whose title begins with its id.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ROWS } from './rows.ts'

const folder = new URL('.', import.meta.url)
const titled = readdirSync(folder)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/['"`]([LGC]\d\d): /g)])
  .map(([, id = '']) => id)

it('every row has a test', () => {
  expect(ROWS.filter((id) => !titled.includes(id))).toEqual([])
})

it('no test is of a row that does not exist', () => {
  expect(titled.filter((id) => !ROWS.includes(id))).toEqual([])
})
