import type { Law } from '../law.ts'
import { agreement } from './agreement.ts'
import { answers } from './answers.ts'
import { askedEnds } from './asked-ends.ts'
import { backOff } from './back-off.ts'
import { causes } from './causes.ts'
import { coveredChildren } from './covered-children.ts'
import { dueShutdown } from './due-shutdown.ts'
import { explainedAbsence } from './explained-absence.ts'
import { gatedStarts } from './gated-starts.ts'
import { noRevival } from './no-revival.ts'
import { oneLife } from './one-life.ts'
import { ownFailures } from './own-failures.ts'
import { reportedEnds } from './reported-ends.ts'
import { restartWindow } from './restart-window.ts'
import { restartedEnds } from './restarted-ends.ts'
import { reverseStops } from './reverse-stops.ts'
import { settling } from './settling.ts'

/** The laws, each with a memory of its own. */
export function allLaws(): readonly Law[] {
  return [
    oneLife(),
    gatedStarts(),
    reverseStops(),
    noRevival(),
    askedEnds(),
    ownFailures(),
    restartedEnds(),
    coveredChildren(),
    restartWindow(),
    backOff(),
    dueShutdown(),
    causes(),
    answers(),
    reportedEnds(),
    agreement(),
    settling(),
    explainedAbsence(),
  ]
}
