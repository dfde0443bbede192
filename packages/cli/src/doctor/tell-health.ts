import { runningTrees } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { doctorText } from '../render/doctor.ts'
import { examine } from './examine.ts'

/** `otp-sup doctor` */
export const tellHealth = async (isJson: boolean, io: Io): Promise<ExitCode> => {
  const findings = examine()
  const running = (await runningTrees()).map(({ info }) => info)
  await io.write(isJson ? `${JSON.stringify({ api: 1, findings, running })}\n` : doctorText(findings, running))
  return findings.some(({ state }) => state === 'missing') ? EXIT.failed : EXIT.done
}
