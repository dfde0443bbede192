// What is written must mean what was meant: each text is evaluated again.
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expandVariables } from '../config/file-variables.ts'
import { codeOf } from './value-code.ts'

const evaluated = (code: string): unknown =>
  runInNewContext(code, { process: { env: { SET: 'value' } }, needed: () => 'value' })

it('any text, with variables or without, is the same text in TypeScript', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('${SET}', '${UNSET:-it`s "1"}', '$${', '`', "'", '\\', '$'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
      const text = pieces.join('')
      const { value, found } = expandVariables(text, { SET: 'value' })
      fc.pre(found.length === 0)
      const code = codeOf(text)
      expect(code.kind === 'text' && evaluated(code.text)).toBe(value)
    }),
    { numRuns: 1000 },
  )
})
