// Documents as text, and the parts of them that are generated.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The absolute path of a file of the repository. */
export function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

/** A file of the repository. */
export function readDocument(path: string): string {
  return readFileSync(repositoryPath(path), 'utf8')
}

/** The document with `lines` as its diagram: the n-th Mermaid block. All else stays as a person wrote it. */
export function withDiagram(document: string, lines: readonly string[], nth = 0): string {
  let index = -1
  return document.replaceAll(/^```mermaid\n[^]*?^```$/gm, (block) => {
    index += 1
    return index === nth ? ['```mermaid', ...lines, '```'].join('\n') : block
  })
}

/** The strings of a union in source text: `readonly type: 'a'`, `| 'b'`. */
export function literalsIn(source: string, pattern: RegExp): string[] {
  return [...new Set([...source.matchAll(pattern)].flatMap(([text]) => [...text.matchAll(/'([\w.]+)'/g)]))].map(
    ([, literal]) => literal ?? '',
  )
}
