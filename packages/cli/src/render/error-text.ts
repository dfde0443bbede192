/** An error for people: what, where, how to fix; one line each. */
export const errorText = ({
  what,
  where,
  fix,
}: {
  readonly what: string
  readonly where: string
  readonly fix: string
}): string => `otp-sup: ${what}\n  where: ${where}\n  fix: ${fix}\n`

/** A file that was named by an option and cannot be read. */
export const unreadableText = (file: string, option: string, why: string): string =>
  errorText({ what: `cannot read "${file}": ${why}`, where: option, fix: 'name a file that exists, or - for stdin' })
