// The tests of this folder by their titles, read from the files: `it('CASE: what it checks', …`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A test. `case` is null where the title does not begin with the name of one. */
export type SuiteTest = { readonly file: string; readonly case: string | null; readonly what: string }

const ANY_TEST = /^ *(?:it|test)\b.*$/gm
const TITLE = /^ *it\((['"`])(?:(\w+): )?(.+)\1, (?:async )?\(/
const BLOCK_COMMENT = /\/\*[^]*?\*\//g

const folder = import.meta.dirname

export const suiteFiles = (): readonly { readonly file: string; readonly text: string }[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.test.ts') && file !== 'suite-map.test.ts')
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8').replaceAll(BLOCK_COMMENT, '') }))

export const testsIn = (file: string, text: string): readonly SuiteTest[] =>
  [...text.matchAll(ANY_TEST)].map(([line]) => {
    const [, , name = null, what = line] = TITLE.exec(line) ?? []
    return { file, case: name, what }
  })

export const suiteTests = (): readonly SuiteTest[] => suiteFiles().flatMap(({ file, text }) => testsIn(file, text))
