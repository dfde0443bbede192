import type { CallResult } from '@otp-sup/core/client'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { callRefused } from '../render/call-refused.ts'
import { errorText } from '../render/error-text.ts'
import { treeName } from '../render/operation.ts'
import { askTree, type ControlChoice } from './ask-tree.ts'

/** `otp-sup add PATH [SPEC]` */
export const addChild = async (
  path: string,
  spec: string | undefined,
  choice: ControlChoice,
  io: Io,
): Promise<ExitCode> => {
  const read = await readSpec(spec, io)
  if (!read.ok) return EXIT.usage
  return askTree(choice, 'changes', io, async (client) => {
    const answer = await client.add(path, read.spec)
    const { info } = client
    const line = answer.ok
      ? `${answer.value.path} started${answer.value.pid === null ? '' : `: pid ${answer.value.pid}`}`
      : ''
    return tell({ call: 'add a child to', path, answer, line: `tree ${treeName(info)}\n${line}` }, choice, io)
  })
}

/** `otp-sup rm PATH` */
export const removeChild = (path: string, choice: ControlChoice, io: Io): Promise<ExitCode> =>
  askTree(choice, 'changes', io, async (client) => {
    const answer = await client.remove(path)
    return tell({ call: 'remove', path, answer, line: `tree ${treeName(client.info)}\n${path} removed` }, choice, io)
  })

type Called = {
  readonly call: string
  readonly path: string
  readonly answer: CallResult<unknown>
  readonly line: string
}

const tell = async ({ call, path, answer, line }: Called, { json }: ControlChoice, io: Io): Promise<ExitCode> => {
  if (json === true) await io.write(`${JSON.stringify(answer)}\n`)
  else if (answer.ok) await io.write(`${line}\n`)
  else io.stderr.write(callRefused(call, path, answer))
  return answer.ok ? EXIT.done : EXIT.failed
}

type ReadSpec = { readonly ok: true; readonly spec: unknown } | { readonly ok: false }

/** A spec in the words of a tree file: as an argument, in a file, or from stdin. */
const readSpec = async (spec: string | undefined, io: Io): Promise<ReadSpec> => {
  if (spec === undefined) return { ok: true, spec: undefined }
  try {
    const text = spec.trimStart().startsWith('{') ? spec : await io.read(spec)
    const { parse } = await import('yaml')
    return { ok: true, spec: parse(text, { maxAliasCount: 0 }) as unknown }
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    const fix = `write it as JSON or YAML: '{"id": "web", "command": ["node", "web.js"]}', or name a file, or - for stdin`
    io.stderr.write(errorText({ what: `cannot read the spec: ${why}`, where: 'SPEC', fix }))
    return { ok: false }
  }
}
