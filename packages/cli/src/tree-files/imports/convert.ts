// Which tool a file is for, and what is made of it. Values and texts in, drafts out: nothing is read here.
import { extname } from 'node:path'
import type { At, TextPlace } from '../config/text-tree.ts'
import { importCompose, isCompose } from './compose.ts'
import type { Conversion, Surroundings } from './draft.ts'
import { importPm2, isEcosystem } from './pm2.ts'
import { importProcessCompose, isProcessCompose } from './process-compose.ts'
import { importProcfile } from './procfile.ts'
import { importServices, isServicesList } from './services.ts'

export { isServicesList } from './services.ts'

import { importSupervisord } from './supervisord.ts'
import { importSystemd } from './systemd.ts'

/** What is made of a file that has a grammar of its own. */
export function textConversion(text: string, surroundings: Surroundings): Conversion {
  const { file } = surroundings
  if (extname(file) === '.conf') return importSupervisord(text, surroundings)
  if (extname(file) === '.service') return importSystemd([{ file, text }], surroundings)
  return importProcfile(text, surroundings)
}

/** What is made of a value that is no tree but another tool's; null when it is a tree. */
export function valueConversion(
  value: unknown,
  surroundings: Surroundings,
  placeOf: (at: At) => TextPlace | null,
): Conversion | null {
  if (isServicesList(value)) return importServices(value, surroundings, placeOf)
  if (isCompose(value)) return importCompose(value, surroundings, placeOf)
  if (isProcessCompose(value)) return importProcessCompose(value, surroundings, placeOf)
  return isEcosystem(value) ? importPm2(value, surroundings) : null
}
