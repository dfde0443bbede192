import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { importReport } from '../render/import-report.ts'
import { renderProblems } from '../render/problems.ts'
import { folderOf, importFiles, writeNewFile } from '../tree-files/import-files.ts'
import { treeSource } from '../tree-files/imports/tree-source.ts'
import { partsOf } from './parts-of-import.ts'

/** Makes a tree file of files of another tool, and tells what has become of what they say. */
export const importTree = async (
  files: readonly string[],
  { output, force = false }: { readonly output: string; readonly force?: boolean },
  io: Io,
): Promise<ExitCode> => {
  const made = await importFiles(files, output === '-' ? '.' : folderOf(output))
  if (!made.ok) {
    io.stderr.write(renderProblems(made.problems))
    return EXIT.failed
  }
  const { imported, from } = made
  const source = treeSource(imported, from)
  const report = `${importReport(partsOf(imported))}\n`
  if (output === '-') {
    io.stderr.write(report)
    await io.write(source)
    return EXIT.done
  }
  const problem = await writeNewFile(output, source, force)
  if (problem !== null) {
    io.stderr.write(renderProblems([problem]))
    return EXIT.failed
  }
  const { length } = imported.workers
  await io.write(
    `${report}${output} is written: ${length} worker${length === 1 ? '' : 's'}. Look at it, then: otp-sup check ${output}\n`,
  )
  return EXIT.done
}
