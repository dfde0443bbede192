// You will see: "steady" works on and on; "shaky" crashes after four seconds, and each time it is started again.
import { supervisor, worker } from 'otp-sup'

export default supervisor('hello', {
  strategy: 'one_for_one', // who crashes is started again, alone
  children: [
    worker('steady', { command: ['sh', '-c', 'while sleep 2; do echo "still here"; done'] }),
    worker('shaky', { command: ['sh', '-c', 'echo "here I am"; sleep 4; echo "oh no"; exit 1'] }),
  ],
})
