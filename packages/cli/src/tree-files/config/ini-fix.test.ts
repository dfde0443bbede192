import { expect, it } from 'vitest'
import { iniFix } from './ini-fix.ts'

it.each([
  [
    'Write command: ["node", "api.js"], or children: [] if it is a supervisor.',
    'Write command = node api.js, or children = if it is a supervisor.',
  ],
  ['Write "transient", or leave restart out.', 'Write transient, or leave restart out.'],
  ['Write limits: { nofile: 4096 }, for example.', 'Write limits.nofile = 4096, for example.'],
  ['Write log: { stdout: { file: "a b.log" } }, and more.', 'Write log.stdout.file = a b.log, and more.'],
  [
    'Write backoff: true, or { initial: "200ms", max: "30s" }.',
    'Write backoff = true, or { initial = 200ms, max = 30s }.',
  ],
  ['Write ["sh", "-c", "a b"].', 'Write sh -c "a b".'],
  [
    'Write period: "50s" in s; or intensity: "infinity" if it never shall.',
    'Write period = 50s in s; or intensity = infinity if it never shall.',
  ],
  ['Move "db" before "api".', 'Move db before api.'],
  ['Did you mean command?', 'Did you mean command?'],
  ['Write [shop/db] below the section [shop].', 'Write [shop/db] below the section [shop].'],
  ['Write ${NAME} or ${NAME:-value}; $${ is a literal ${.', 'Write ${NAME} or ${NAME:-value}; $${ is a literal ${.'],
])('%s', (fix, ini) => {
  expect(iniFix(fix)).toBe(ini)
})
