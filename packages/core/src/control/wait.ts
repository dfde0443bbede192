import type { ServerResponse } from 'node:http'
import type { ControlledTree } from '../controlled.ts'
import type { ShownChild, WaitFor } from './api.ts'
import { Refusal } from './refusal.ts'

const IS_REACHED: Readonly<Record<WaitFor, (child: ShownChild) => boolean>> = {
  ready: ({ ready, state }) => ready || state === 'done',
  // Without checks it is well as soon as it is ready.
  healthy: ({ ready, state, healthy }) => (ready && healthy !== false) || state === 'done',
  down: ({ state }) => state === 'down' || state === 'done',
}

/**
 * Resolves with the child when it is in that state; rejects when the tree, or the child, is gone before. A child that left
 * the tree is down, as a temporary one does by its end.
 */
export function waitFor(
  { tree, look }: { readonly tree: ControlledTree; readonly look: () => ShownChild | undefined },
  { path, state }: { readonly path: string; readonly state: WaitFor },
  client: ServerResponse,
): Promise<ShownChild> {
  return new Promise((resolve, reject) => {
    let last = look()
    const lookAgain = (): void => {
      const row = look() ?? (state === 'down' ? down(last) : undefined)
      last = row
      if (row !== undefined && !IS_REACHED[state](row)) return
      leave()
      if (row !== undefined) resolve(row)
      else reject(new Refusal(404, 'no_such_path', `${path} is not in the tree any more.`))
    }
    // Once for all that happens in a turn; a storm elsewhere must not be looked at event by event.
    let isDue = false
    const leave = tree.listen((event) => {
      if (event.type === 'tree.stopped' && state !== 'down') {
        leave()
        reject(new Refusal(409, 'tree_stopped', `The tree has ended, and ${path} is not ${state}.`))
      }
      if (isDue || !isAbout(event.path, path)) return
      isDue = true
      setImmediate(() => {
        isDue = false
        lookAgain()
      })
    })
    client.on('close', leave)
    lookAgain()
  })
}

const down = (last: ShownChild | undefined): ShownChild | undefined =>
  last === undefined ? undefined : { ...last, state: 'down', ready: false, pid: null, uptimeMs: null }

/** The child itself, or what it is a part of. */
const isAbout = (of: string, path: string): boolean => of === path || path.startsWith(`${of}/`)
