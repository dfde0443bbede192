// Reloads of a tree that runs: its file is loaded apart, where it can do no harm, and what it says is put into force.
import type { CheckedSpec, ReloadOrder, ReloadResult, SupervisorChildSpec, Tree } from '@otp-sup/core'
import { type ApartOptions, examineApart } from '../tree-files/examine-apart.ts'
import type { Examined } from '../tree-files/examine-tree.ts'
import type { LoadedTree } from '../tree-files/load-tree-file.ts'
import { type FileWatch, watchFiles } from '../tree-files/watch-files.ts'
import { onlySpec, pathsOf } from './only.ts'
import type { Supervision } from './supervise.ts'

/** Reloads one tree, one time after the other. */
export type TreeReloads = {
  /** The tree file is to be loaded again. While that is under way already: once more, when that is done. */
  readonly reload: () => void
  /** A client's wish: this file or the tree's own; answers when it is done. */
  readonly order: (order: ReloadOrder) => Promise<ReloadResult>
  /** The tree is up: what was asked before is done now. */
  readonly begin: (tree: Tree) => void
  /** The tree is down: nothing more is loaded. */
  readonly end: () => void
}

type TreeReloaderOptions = {
  readonly tree: Pick<LoadedTree, 'file' | 'path' | 'files'>
  /** Paths that it is restricted to; null: it is whole. */
  readonly only: readonly string[] | null
  readonly onPrinted: NonNullable<ApartOptions['onPrinted']>
  /** Is given the files that the tree is made from, and those that it would be made from if it were right. */
  readonly onLoaded: (files: readonly string[]) => void
}

/** What must be there before anything is started, as for `run`. */
const MUST_BE_THERE = ['missing-env-file', 'missing-folder']

const treeReloader = ({ tree, only, onPrinted, onLoaded }: TreeReloaderOptions): TreeReloads => {
  const over = new AbortController()
  let { files } = tree
  const begun = Promise.withResolvers<Tree | null>()
  let up: Tree | null = null
  let isWanted = false
  let isBusy = false
  const once = async (running: Tree): Promise<void> => {
    isWanted = false
    const examined = await examineApart(tree.file, { signal: over.signal, onPrinted })
    if (over.signal.aborted) return
    if (examined.ok) files = examined.files
    onLoaded([...new Set([...files, ...(examined.files ?? [])])])
    await running.reloadChecked(checkedOf(examined, only))
  }
  const work = async (): Promise<void> => {
    if (up === null || isBusy || !isWanted || over.signal.aborted) return
    isBusy = true
    await once(up)
    isBusy = false
    await work()
  }
  const reload = (): void => {
    isWanted = true
    void work()
  }
  return {
    reload,
    order: async ({ file = tree.path, rollback = true, plan = false }) => {
      const running = await begun.promise
      if (running === null) return DOWN
      const examined = await examineApart(file, { signal: over.signal, onPrinted })
      if (over.signal.aborted) return DOWN
      const checked = checkedOf(examined, only)
      return plan ? running.planReload(checked) : running.reloadChecked(checked, { rollback })
    },
    begin: (running) => {
      up = running
      begun.resolve(running)
      void work()
    },
    end: () => {
      over.abort()
      begun.resolve(null)
    },
  }
}

const DOWN: ReloadResult = { ok: false, error: 'supervisor_down' }

const checkedOf = (examined: Examined, only: readonly string[] | null): CheckedSpec => {
  if (!examined.ok) return examined
  const missing = examined.warnings.filter(({ name }) => MUST_BE_THERE.includes(name))
  if (missing.length > 0) return { ok: false, problems: missing }
  return only === null ? examined : restricted(examined.spec, only)
}

const restricted = (spec: SupervisorChildSpec, only: readonly string[]): CheckedSpec => {
  const paths = new Set(pathsOf(spec))
  const gone = only.filter((path) => !paths.has(path))
  if (gone.length === 0) return { ok: true, spec: onlySpec(spec, only) }
  const message = 'The tree runs with --only, and there is no such path any more.'
  return {
    ok: false,
    problems: gone.map((path) => ({
      path,
      key: '',
      message,
      fix: 'Name the child again, or run the tree without it.',
    })),
  }
}

/** The reloads of a tree in the foreground; where that is asked for, also when its file is another, or what it imports. */
export const reloadsOf = (tree: LoadedTree, { io, voices, watch, only }: Supervision): TreeReloads => {
  const files = watch ? watchFiles({ changed: () => changed(), trouble: voices.error }) : NO_WATCH
  const reloads = treeReloader({
    tree,
    only,
    onPrinted: (bytes) => void io.stderr.write(bytes),
    onLoaded: files.follow,
  })
  const changed = (): void => {
    voices.info('the tree file has changed: it is loaded again')
    reloads.reload()
  }
  files.follow(tree.files)
  return {
    ...reloads,
    end: () => {
      files.close()
      reloads.end()
    },
  }
}

const NO_WATCH: FileWatch = { follow: () => {}, close: () => {} }
