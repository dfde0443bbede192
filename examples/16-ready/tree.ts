// You will see: each service starts when the one before it says that it can be used, in three ways. store fails at its
// first start and is tried again, while the others wait; api answers 503 for a second before it is ready.
import { supervisor, worker } from 'otp-sup'

const port = process.env.API_PORT ?? '47311'
const run = (file: string, ...args: readonly string[]) => [process.execPath, `workers/${file}`, ...args]

export default supervisor('shop', {
  children: [
    worker('store', {
      command: run('store.ts'),
      ready: { exec: run('ask-store.ts') }, // exit code 0 is yes
      onStartFailure: 'retry', // as a failed restart; without it the tree would not come up
    }),
    worker('mailer', {
      command: run('mailer.ts'),
      ready: { notify: 'ipc' }, // by process.send('ready')
    }),
    worker('api', {
      command: run('api.ts', port),
      ready: { http: `http://127.0.0.1:${port}/health`, body: 'all is well' },
    }),
  ],
})
