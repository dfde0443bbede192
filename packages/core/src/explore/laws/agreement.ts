import type { ChildInfo } from '../../decide/call.ts'
import type { Child } from '../../decide/state.ts'
import { whichChildren } from '../../decide/views.ts'
import type { Law } from '../law.ts'
import { supervisorOf, supervisorsOf, type World } from '../world.ts'

/** What `whichChildren` answers is what lives. */
export function agreement(): Law {
  return {
    name: 'whichChildren agrees with the processes',
    atRest(world) {
      const stray = strayIn(world)
      if (stray !== null) return stray
      for (const supervisor of supervisorsOf(world)) {
        const views = whichChildren(supervisor.state)
        for (const [index, child] of supervisor.state.children.entries()) {
          const message = compare(world, child, (views[index] as ChildInfo).state)
          if (message !== null) return message
        }
      }
      return null
    },
  }
}

/** A process that no supervisor knows to be alive. */
const strayIn = (world: World): string | null => {
  const isKnown = ({ path }: { readonly path: string }): boolean =>
    supervisorOf(world, path)?.state.children.some((child) => child.path === path && isAlive(child)) === true
  const stray = world.launcher.leaves().find((leaf) => !isKnown(leaf))
  return stray === undefined ? null : `${stray.path} lives, and no supervisor knows it`
}

const isAlive = ({ status }: Child): boolean =>
  status.kind === 'running' || status.kind === 'starting' || status.kind === 'stopping'

const compare = (world: World, child: Child, state: ChildInfo['state']): string | null => {
  // Its exit waits in the mailbox: OTP too calls it running until that is taken.
  if (child.status.kind === 'died') return null
  const lives = isThere(world, child)
  if (state === 'running' && !lives) return `${child.path} is called running, and is not there`
  if (!isAlive(child) && lives) return `${child.path} is called ${state}, and lives`
  return null
}

const isThere = ({ tree, launcher }: World, { path, spec }: Child): boolean =>
  spec.type === 'worker' ? launcher.leafAt(path) !== undefined : tree.supervisorAt(path) !== undefined
