// Which running tree a command is about: the one that is named, else that of this folder or one above, else, for those
// who only read, the only one that runs.
import {
  type ControlClient,
  ControlError,
  connect,
  connectTo,
  type KnownTree,
  knownTrees,
  runningTrees,
} from '@otp-sup/core/client'
import { realFolder } from '../tree-files/real-folder.ts'

/** What a command may do without being told the tree. */
export type Purpose = 'reads' | 'changes'

/** Nobody can tell which tree is meant. */
export class NoTreeMeant extends Error {
  readonly fix: string
  constructor(message: string, fix: string) {
    super(message)
    this.name = 'NoTreeMeant'
    this.fix = fix
  }
}

/** Connects to the tree that is meant. Throws {@link ControlError} or {@link NoTreeMeant}. */
export const connectToMeant = async (
  name: string | undefined,
  purpose: Purpose,
  cwd: string,
): Promise<ControlClient> => {
  if (name) return connect(name)
  const here = await treeOfFolder(cwd)
  if (here !== null) return here
  const running = await runningTrees()
  const [only, ...others] = running
  if (only === undefined) throw new NoTreeMeant('no tree is running', 'start one: otp-sup run TREE')
  if (purpose === 'reads' && others.length === 0) return only
  const names = running.map(({ info }) => info.name)
  throw new NoTreeMeant(
    `no tree of this folder is running; running are: ${names.join(', ')}`,
    `name the one that is meant: --name ${names[0]}`,
  )
}

const dirname = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1))

const folderOf = ({ file }: KnownTree): string | null => (file === null ? null : realFolder(dirname(file)))

const treeOfFolder = async (cwd: string): Promise<ControlClient | null> => {
  const known = knownTrees().map((tree) => ({ ...tree, folder: folderOf(tree) }))
  for (let folder = realFolder(cwd); ; folder = dirname(folder)) {
    const here = known.filter((tree) => tree.folder === folder)
    const clients = await answering(here)
    const [client] = clients
    if (clients.length > 1) throw severalHere(clients)
    if (client !== undefined) return client
    if (folder === dirname(folder)) return null
  }
}

const severalHere = (clients: readonly ControlClient[]): NoTreeMeant => {
  const names = clients.map(({ info }) => info.name)
  return new NoTreeMeant(`several trees of this folder run: ${names.join(', ')}`, `name one: --name ${names[0]}`)
}

/** What was left by a tree that was killed is passed over; one that is stopped or stuck is told of. */
const answering = async (known: readonly KnownTree[]): Promise<readonly ControlClient[]> => {
  const tried = await Promise.all(
    known.map(({ socket }) =>
      connectTo(socket).catch((error: unknown) => {
        if (error instanceof ControlError && error.code === 'not_running') return null
        throw error
      }),
    ),
  )
  return tried.filter((client) => client !== null)
}
