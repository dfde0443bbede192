import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { importReport } from '../render/import-report.ts'
import { renderProblems } from '../render/problems.ts'
import { writeNewFile } from '../tree-files/import-files.ts'
import { treeSource } from '../tree-files/imports/tree-source.ts'
import { treeYaml } from '../tree-files/imports/tree-yaml.ts'
import { findTreeFile } from '../tree-files/load-tree-file.ts'
import { proposeTree } from '../tree-files/propose-tree.ts'
import { partsOf } from './parts-of-import.ts'

/** Writes a first tree for the current folder. */
export const initTree = async (isYaml: boolean, io: Io): Promise<ExitCode> => {
  const there = await findTreeFile(io.cwd)
  if (there !== null) {
    const message = 'There is a tree in this folder already.'
    io.stderr.write(renderProblems([{ message, fix: `Run it: otp-sup run ${there}`, file: there }]))
    return EXIT.failed
  }
  const made = await proposeTree(io.cwd)
  if (!('imported' in made)) {
    io.stderr.write(renderProblems(made.problems))
    return EXIT.failed
  }
  const { imported, from, others } = made
  const file = isYaml ? 'tree.yaml' : 'tree.ts'
  const problem = await writeNewFile(file, isYaml ? treeYaml(imported, from) : treeSource(imported, from))
  if (problem !== null) {
    io.stderr.write(renderProblems([problem]))
    return EXIT.failed
  }
  const also = others.map((other) => `There is ${other}, too: otp-sup import ${other} --output other.ts\n`).join('')
  const next = `${file} is written, made of ${from}. Next: otp-sup check ${file}, then otp-sup run ${file}\n`
  await io.write(`${importReport(partsOf(imported))}\n${also}${next}`)
  return EXIT.done
}
