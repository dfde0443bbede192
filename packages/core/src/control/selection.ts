// Which children are meant: paths, globs and `all`, against the paths that there are. Pure.
import { nearestOf } from '../spec/nearest.ts'
import { Refusal } from './refusal.ts'

/** The paths that one word means, in the order of `paths`: the root first, then all below it. */
export function pathsMeant(word: string, paths: readonly string[]): readonly string[] {
  if (word === 'all') return paths.slice(1)
  if (/[*?]/.test(word)) {
    const glob = globPattern(word)
    return someOf(
      paths.filter((path) => glob.test(path)),
      word,
      paths,
    )
  }
  if (paths.includes(word)) return [word]
  // The end of a path is enough where it is that of one path only.
  const ending = paths.filter((path) => path.endsWith(`/${word}`))
  if (ending.length > 1)
    throw new Refusal(404, 'ambiguous_path', `"${word}" may be ${ending.join(' or ')}: write the whole path.`, ending)
  return someOf(ending, word, paths)
}

const someOf = (found: readonly string[], word: string, paths: readonly string[]): readonly string[] => {
  if (found.length > 0) return found
  const near = nearestOf(word, paths)
  const hint = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`
  throw new Refusal(404, 'no_such_path', `There is no "${word}" in the tree.${hint}`, near)
}

/** `*` and `?` stay within an id, `**` goes on below it. */
const globPattern = (glob: string): RegExp => {
  const wildcards = glob.match(/\*+/g)?.length ?? 0
  if (wildcards > MOST_WILDCARDS)
    throw new Refusal(400, 'bad_request', `"${glob}" has more than ${MOST_WILDCARDS} wildcards.`)
  const source = glob.replaceAll(/\*\*+|[*?]|[^A-Za-z0-9_/]/g, (part) => GLOB[part.slice(0, 2)] ?? `\\${part}`)
  return new RegExp(`^${source}$`)
}

/** Each may be tried at every place of a path. */
const MOST_WILDCARDS = 6

const GLOB: Readonly<Record<string, string>> = { '**': '.*', '*': '[^/]*', '?': '[^/]' }

/** The one path that a word means. */
export function pathMeant(word: string, paths: readonly string[]): string {
  const [path, ...more] = pathsMeant(word, paths)
  if (path === undefined || more.length > 0)
    throw new Refusal(400, 'one_path_wanted', `"${word}" means ${more.length + 1} children, and one is wanted.`)
  return path
}

/** The paths that several words mean; without any word, all. */
export function selection(words: readonly string[], paths: readonly string[]): readonly string[] {
  if (words.length === 0) return paths
  const meant = new Set(words.flatMap((word) => pathsMeant(word, paths)))
  return paths.filter((path) => meant.has(path))
}

/** Those of `paths` that are not below another of them: whoever acts on a supervisor acts on all below it. */
export function topmost(paths: readonly string[]): readonly string[] {
  const all = new Set(paths)
  return paths.filter((path) => !ancestors(path).some((above) => all.has(above)))
}

const ancestors = (path: string): readonly string[] => {
  const above: string[] = []
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    above.push(path.slice(0, slash))
  }
  return above
}
