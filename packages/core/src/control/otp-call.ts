// OTP's calls, as clients name them.
import type { ControlledTree } from '../controlled.ts'
import { MisuseError } from '../errors.ts'
import type { CallName } from '../events.ts'
import type { TemplateStart } from '../spec/spec.ts'
import type { readCall } from './reading.ts'
import { Refusal } from './refusal.ts'

type Called = ReturnType<typeof readCall>

// A reload concerns the whole tree, and has a route of its own.
const CALLS: {
  readonly [Name in Exclude<CallName, 'reload'>]: (tree: ControlledTree, called: Called) => Promise<unknown>
} = {
  startChild: ({ calls }, { path, spec }) => calls.startChild(path, spec as TemplateStart),
  terminateChild: ({ calls }, { path }) => calls.terminateChild(path),
  restartChild: ({ calls }, { path }) => calls.restartChild(path),
  deleteChild: ({ calls }, { path }) => calls.deleteChild(path),
  whichChildren: ({ calls }, { path }) => calls.whichChildren(path),
  countChildren: ({ calls }, { path }) => calls.countChildren(path),
  // Whole it is only for programs of the tree's own process.
  getChildSpec: async (tree, { path }) => {
    const answer = await tree.calls.getChildSpec(path)
    return answer.ok ? { ok: true, value: tree.specOf(path) } : answer
  },
  checkChildSpecs: ({ calls }, { path, specs }) => calls.checkChildSpecs(path, specs as readonly unknown[]),
}

/** Makes one of OTP's calls; its answer is OTP's. */
export async function otpCall(tree: ControlledTree, name: string, called: Called): Promise<unknown> {
  if (!Object.hasOwn(CALLS, name)) throw new Refusal(404, 'no_such_call', `There is no call "${name}".`)
  try {
    return await CALLS[name as keyof typeof CALLS](tree, called)
  } catch (error) {
    if (error instanceof MisuseError) throw new Refusal(409, 'root', error.message)
    throw error
  }
}
