// OTP's words, spelled as in OTP's manual, so that they can be searched there.

/** Whom a supervisor restarts when one of its children fails. OTP: `supervisor:strategy()`. */
export type Strategy = 'one_for_one' | 'one_for_all' | 'rest_for_one' | 'simple_one_for_one'

/** Which ends of a child lead to a restart. OTP: `supervisor:restart()`. */
export type RestartType = 'permanent' | 'transient' | 'temporary'

/** When a supervisor stops by itself because significant children have ended. OTP: `supervisor:auto_shutdown()`. */
export type AutoShutdown = 'never' | 'any_significant' | 'all_significant'

/** How an end is judged: done (`normal`), told to stop (`shutdown`), or a failure (`abnormal`). */
export type ExitClass = 'normal' | 'shutdown' | 'abnormal'
