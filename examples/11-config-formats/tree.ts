// The tree of tree.yaml. No ${VAR} is expanded here: TypeScript reads the environment itself.
import { supervisor, worker } from 'otp-sup'

const greet = process.env['GREET'] || 'world'
const shell = { command: ['sh', '-c'], shutdown: '2s' } as const

export default supervisor('shop', {
  strategy: 'one_for_one',
  children: [
    worker('web', {
      ...shell,
      args: ['echo "hello, $GREET"; while sleep 2; do echo "still here"; done'],
      env: { GREET: greet },
    }),
    supervisor('jobs', {
      intensity: 5,
      period: '10s',
      children: [
        worker('mailer', {
          ...shell,
          args: [`echo "dear ${greet}"; sleep 4; echo "oh no"; exit 1`],
          restart: 'transient',
          env: { PORT: '2525' },
        }),
      ],
    }),
  ],
})
