import { Command } from '@commander-js/extra-typings'
import type { Io } from '../io.ts'

/** `otp-sup version` */
export const versionCommand = (io: Io): Command =>
  new Command('version').description('print the version').action(() => void io.stdout.write(`otp-sup ${io.version}\n`))
