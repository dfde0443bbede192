// Options that all commands of a running tree share.
import { Command, Option } from '@commander-js/extra-typings'

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

/** A command that reads what was lately, and goes on with what comes. */
export const readingCommand = (name: 'events' | 'logs') =>
  new Command(name)
    .argument('[PATH...]', 'children, each with all below it')
    .option('-f, --follow', 'go on with what comes')
    .option('-n, --lines <N>', 'how many; 10 unless it is said')
    .option('--since <TIME>', 'from then on: 10m, 12:30, or a date')
    .option('--no-color', 'no colours')
    .addOption(jsonOption())
    .addOption(nameOption())
