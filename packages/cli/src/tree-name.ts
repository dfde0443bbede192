import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { errorText } from './render/error-text.ts'

const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.@-]+$/
const LONGEST = 200

/** Whether a tree can be called so. As an id: it will be the name of a folder. */
export const isTreeName = (name: string): boolean => NAME.test(name) && name.length <= LONGEST

/** Refuses a name. */
export const wrongName = (name: string, io: Io): ExitCode => {
  const what = `the name ${JSON.stringify(name)} is not made of letters, digits and _ . @ -, at most ${LONGEST}`
  io.stderr.write(errorText({ what, where: '--name, or OTP_SUP_NAME', fix: 'write a name such as "shop"' }))
  return EXIT.usage
}
