import { describe, expect, it } from 'vitest'
import { plainWords, splitWords } from './shell-words.ts'

describe('words of a line', () => {
  it.each([
    ['node api.js', ['node', 'api.js']],
    ['  a   b  ', ['a', 'b']],
    ['a "b c" \'d "e\'', ['a', 'b c', 'd "e']],
    ['a\\ b "c\\"d" \'e\\f\'', ['a b', 'c"d', 'e\\f']],
    ['--x="a b"c', ['--x=a bc']],
    ['""', ['']],
    ['', []],
    ['a "b', null],
    ["a 'b", null],
  ])('%j is %j', (line, words) => {
    expect(splitWords(line)).toEqual(words)
  })
})

describe('a line of the shell', () => {
  it.each([
    ["sh -c 'a && b'", ['sh', '-c', 'a && b']],
    ['./run --name "my server"', ['./run', '--name', 'my server']],
  ])('%j takes no shell', (line, words) => {
    expect(plainWords(line)).toEqual(words)
  })

  it.each([
    'a && b',
    'a | b',
    'echo $HOME',
    'a > b',
    'A=1 b',
    'cd x',
    'exec a',
    'ls *.js',
    '~/bin/a',
    'a "$B"',
    'a; b',
    '',
  ])('%j takes one', (line) => {
    expect(plainWords(line)).toBeNull()
  })
})
