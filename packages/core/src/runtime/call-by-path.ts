// Users name supervisors and children by paths: which supervisor a call goes to, and what it asks for.
import type { CallRequest } from '../decide/call.ts'
import { MisuseError } from '../errors.ts'

/** A call on its way to a supervisor. `path`: as called. */
export type RoutedCall = { readonly supervisor: string; readonly path: string; readonly request: CallRequest }

/** A call whose path is the supervisor. */
export function callOfSupervisor(path: string, request: CallRequest): RoutedCall {
  refuseNoText(path, request.name)
  return { supervisor: path, path, request }
}

/** A call whose path is the child. */
export function callOfChild(
  name: Extract<CallRequest, { readonly id: string }>['name'],
  path: string,
  rootPath: string,
): RoutedCall {
  refuseNoText(path, name)
  if (path === rootPath) throw new MisuseError(`Cannot call ${name} on "${path}": the root is no child. Use stop().`)
  const slash = path.lastIndexOf('/')
  return { supervisor: path.slice(0, Math.max(slash, 0)), path, request: { name, id: path.slice(slash + 1) } }
}

const refuseNoText = (path: unknown, name: string): void => {
  if (typeof path !== 'string') throw new MisuseError(`Cannot call ${name}: its path is no text.`)
}
