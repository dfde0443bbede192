// You will see: migrate runs and is done, and only then api starts. After two seconds api crashes: it is started again,
// alone; migrate is not repeated. With MIGRATION=fails in the environment the tree does not come up: api is never
// started, the last lines say why, and the exit code is 12.
import { supervisor, worker } from 'otp-sup'

export default supervisor('shop', {
  children: [
    worker('migrate', {
      command: [process.execPath, 'workers/migrate.ts'],
      ready: { exit: true }, // a one-shot: its start is done when it has ended normally
    }),
    worker('api', { command: [process.execPath, 'workers/api.ts'] }), // waits for those before it
  ],
})
