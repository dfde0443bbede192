// Options that all commands of a running tree share.
import { Option } from '@commander-js/extra-typings'

/** Which tree. */
export const nameOption = () =>
  new Option('--name <NAME>', 'the tree that is meant; without it the one whose file is here or above').env(
    'OTP_SUP_NAME',
  )

/** For programs. */
export const jsonOption = () => new Option('--json', 'the answer as JSON, as docs/api.md describes it')

/** For how long it is waited. */
export const timeoutOption = () =>
  new Option(
    '--timeout <DURATION>',
    'give up waiting after so long, such as 30s, with exit code 124; what was begun goes on',
  )

/** Exit codes of commands that ask a running tree. */
export const CONTROL_EXITS = `
  1    it was refused, or did not succeed
  2    wrong usage
  4    there is no such path
  5    no tree is running under that name`
