import type { NameTakenError, RunDirectoryError } from '@otp-sup/core'
import { errorText } from './error-text.ts'

/** Another tree has the name. */
export function nameTaken({ treeName, pid, file }: NameTakenError): string {
  const who = pid === null ? 'another process' : `process ${pid}`
  return errorText({
    what: `cannot run a tree as "${treeName}": one with that name runs already, and is left as it is`,
    where: `${who}${file === null ? '' : `, of ${file}`}`,
    fix: `ask it by "otp-sup status --name ${treeName}", end it by "otp-sup shutdown --name ${treeName}", or choose another --name`,
  })
}

/** The folder for sockets and locks cannot be used. */
export function badRunDirectory({ message, folder }: RunDirectoryError): string {
  const what = message.replace(/^C/, 'c').replace(/\.$/, '')
  return errorText({
    what,
    where: folder,
    fix: 'make it a folder of your own, or name another one in OTP_SUP_DIR; "otp-sup doctor" tells more',
  })
}
