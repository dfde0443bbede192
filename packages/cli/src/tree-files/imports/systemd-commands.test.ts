import { expect, it } from 'vitest'
import { draft } from './draft.ts'
import { addCommands } from './systemd-commands.ts'

const made = (line: string) => {
  const worker = draft('any')
  addCommands(worker, new Map([['ExecStart', [line]]]))
  return worker.options
}

it.each([
  ['/bin/a -x "b c"', { command: ['/bin/a', '-x', 'b c'] }],
  ['/bin/a ; b | c', { command: ['/bin/a', ';', 'b', '|', 'c'] }],
  ["/bin/sh -c 'echo $$HOME $PATH'", { command: ['/bin/sh', '-c', 'echo $HOME $PATH'] }],
  ['/bin/a $OPTIONS', { command: '/bin/a $OPTIONS', shell: true }],
  ['/bin/a --x=${OPT} b;c', { command: '/bin/a "--x=$${OPT}" "b;c"', shell: true }],
  ['/bin/a ${B} $$C "d e"', { command: '/bin/a "$${B}" "\\$C" "d e"', shell: true }],
  ['/bin/a %i 100%% %t/x', { command: ['/bin/a', '${INSTANCE}', '100%', '/run/x'] }],
  ['-/bin/a', { command: ['/bin/a'] }],
])('ExecStart=%s', (line, options) => {
  expect(made(line)).toEqual(options)
})
