import { constants } from 'node:os'
import { classifyExit } from '@otp-sup/strategies'
import { expect, it } from 'vitest'
import { SIGNALS } from './signals.ts'

it.each(SIGNALS)('a child that %s stops may report it as 128 + its number', (stopSignal) => {
  const code = 128 + constants.signals[stopSignal]
  expect(classifyExit({ kind: 'exit', code }, { successCodes: [0], shutdownCodes: [], stopSignal }, true)).toBe(
    'shutdown',
  )
})
