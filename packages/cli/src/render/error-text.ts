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
