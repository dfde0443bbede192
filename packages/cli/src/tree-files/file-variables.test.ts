import { describe, expect, it } from 'vitest'
import { readVariables } from './file-variables.ts'

describe('${VAR} in a config file', () => {
  it.each(['${HOME}', 'a ${HOME} b', '${X:-y}'])('is found in %s', (text) => {
    expect(readVariables({ command: ['x', text] }).wanting).toContainEqual(['command', 1])
  })

  it.each([
    ['$HOME', '$HOME'],
    ['$$', '$$'],
    ['$${HOME}', '${HOME}'],
    ['$$${HOME}', '$${HOME}'],
    ['{x}', '{x}'],
    ['cost: 5$', 'cost: 5$'],
  ])('is not meant by %s, which is %s', (text, read) => {
    expect(readVariables([text])).toEqual({ value: [read], wanting: [] })
  })
})
