import type { AutoShutdown, RestartType } from './vocabulary.ts'

/** What of a child matters for automatic shutdown. `isUp`: it runs, or is being restarted. */
export type SignificantChild = { readonly significant: boolean; readonly isUp: boolean }

/**
 * Whether a supervisor stops because `ended` has ended by itself and is not restarted. Looked at in that moment only:
 * a significant child that went down in any other way neither asks nor answers. OTP: `do_auto_shutdown`.
 */
export function isAutoShutdownDue(
  flag: AutoShutdown,
  ended: { readonly significant: boolean },
  children: Iterable<SignificantChild>,
): boolean {
  if (!ended.significant || flag === 'never') return false
  if (flag === 'any_significant') return true
  for (const child of children) if (child.significant && child.isUp) return false
  return true
}

/** Why a child may not be significant, or null. OTP: the `bad_combination` errors of a child spec. */
export type BadSignificance = 'significant_under_never' | 'significant_permanent'

/** OTP's combination rules. `flag` is null where the supervisor is not known, as in `check_childspecs/1`. */
export function badSignificance(
  child: { readonly significant: boolean; readonly restart: RestartType },
  flag: AutoShutdown | null,
): BadSignificance | null {
  if (!child.significant) return null
  if (flag === 'never') return 'significant_under_never'
  return child.restart === 'permanent' ? 'significant_permanent' : null
}
