// You will see: four services that stay until you press Ctrl-C. Then they are stopped, the last one first, each in its
// own way: cache is killed at once, deaf is asked and killed two seconds later, web and store finish what they do. The
// next one is asked only when the one before is gone.
import { supervisor, worker } from 'otp-sup'

const script = (file: string, ...args: readonly string[]) => [process.execPath, `workers/${file}`, ...args]

export default supervisor('shop', {
  children: [
    worker('store', {
      command: script('finishes-first.ts', 'SIGINT', 'saves its data'),
      stopSignal: 'SIGINT', // how it wants to be asked; the default is SIGTERM
      shutdown: 'infinity', // it gets the time that it needs, and is never killed
    }),
    worker('web', {
      command: script('finishes-first.ts', 'SIGTERM', 'answers the last request'),
      shutdown: '30s', // not down by then, it is killed; the default is 5s
    }),
    worker('deaf', { command: script('deaf.ts'), shutdown: '2s' }),
    worker('cache', { command: script('stays.ts'), shutdown: 'brutal_kill' }), // there is nothing to finish: SIGKILL
  ],
})
