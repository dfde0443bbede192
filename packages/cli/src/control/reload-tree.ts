import type { ControlClient, ReloadResult } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { errorText } from '../render/error-text.ts'
import { treeName } from '../render/operation.ts'
import { renderProblems } from '../render/problems.ts'
import { reloadText } from '../render/reload.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'

/** What the user chose. */
export type ReloadChoice = ControlChoice & {
  readonly plan?: boolean | undefined
  readonly rollback?: boolean | undefined
}

/** `otp-sup reload [TREE]`, and `otp-sup diff [TREE]`, which is its plan. */
export const reloadTree = (named: string | undefined, choice: ReloadChoice, io: Io): Promise<ExitCode> => {
  const { plan = false, rollback = true } = choice
  const file = named === undefined || named.startsWith('/') ? named : `${io.cwd}/${named}`
  return askTree(choice, plan ? 'reads' : 'changes', io, async (client) => {
    const result = await client.reload({ plan, rollback, ...(file === undefined ? {} : { file }) })
    return tell(client, result, choice, io)
  })
}

const tell = async (
  { info }: ControlClient,
  result: ReloadResult,
  { json, plan = false }: ReloadChoice,
  io: Io,
): Promise<ExitCode> => {
  if (json === true) await io.write(`${JSON.stringify(result)}\n`)
  else if (result.ok) await io.write(`tree ${treeName(info)}\n${reloadText(result.value, plan)}`)
  else io.stderr.write(refusal(result))
  if (result.ok) return EXIT.done
  return result.error === 'invalid_spec' ? EXIT.usage : EXIT.failed
}

const refusal = (result: Extract<ReloadResult, { readonly ok: false }>): string => {
  switch (result.error) {
    case 'invalid_spec':
      return renderProblems(result.problems)
    case 'start_failed':
      return errorText({
        what: `not reloaded: ${result.path} did not come up, and all is as before`,
        where: result.path,
        fix: `see why it failed: otp-sup logs ${result.path}; or keep it trying: otp-sup reload --no-rollback`,
      })
    case 'supervisor_down':
      return errorText({ what: 'not reloaded: the tree goes down', where: 'the running tree', fix: 'run it again' })
  }
}
