// You will see: tsc and the node of this repository start, though neither is in PATH. Change a file below packages: tsc
// checks all again, and node --watch starts api anew. Kill either by `kill -9` and the pid from the log: it comes back.
import { supervisor, worker } from 'otp-sup'

const port = process.env.API_PORT ?? '47382'

export default supervisor('dev', {
  children: [
    worker('types', {
      command: ['tsc', '--watch', '--preserveWatchOutput', '-p', 'tsconfig.json'],
      cwd: 'packages/api',
      preferLocal: true, // node_modules/.bin of packages/api, then of each folder above it
      dependsOn: [],
    }),
    worker('api', {
      command: ['node', '--watch', '--watch-preserve-output', 'main.ts'],
      cwd: 'packages/api',
      preferLocal: true,
      env: { API_PORT: port },
      ready: { tcp: Number(port) },
      dependsOn: [],
    }),
  ],
})
