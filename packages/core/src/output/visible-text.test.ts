import { expect, it } from 'vitest'
import { uncolored, visibleText } from './visible-text.ts'

it.each([
  ['plain text and tabs pass', 'a\tb é €', 'a\tb é €'],
  ['control characters become visible', 'a\r\u0000\u0007b\u007f', 'a^M^@^Gb^?'],
  ['C1 control characters become visible', '\u009b2J', 'M-^[2J'],
  ['sequences that move the cursor become visible', '\u001b[2J\u001b[1;1H', '^[[2J^[[1;1H'],
  ['sequences that retitle the terminal become visible', '\u001b]0;x\u0007', '^[]0;x^G'],
  ['colours pass and are reset at the end', '\u001b[31mred', '\u001b[31mred\u001b[0m'],
  ['colours in 24 bits pass', '\u001b[38:2::1:2:3mx\u001b[0m', '\u001b[38:2::1:2:3mx\u001b[0m'],
  ['no second reset is added', '\u001b[1;31mred\u001b[m', '\u001b[1;31mred\u001b[m'],
])('%s', (_, text, visible) => {
  expect(visibleText(text)).toBe(visible)
})

it.each([
  ['of colours', '\u001b[1;32mready\u001b[0m on \u001b[38:2::1:2:3m8080\u001b[m', 'ready on 8080'],
  ['of colours only', '\u001b[2Jready', '\u001b[2Jready'],
  ['of nothing where there is none', 'ready', 'ready'],
])('a text is freed %s', (_, text, free) => {
  expect(uncolored(text)).toBe(free)
})
