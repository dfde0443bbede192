import type { Usage } from '../ports/usage.ts'
import { procUsage } from './proc-usage.ts'
import { psUsage } from './ps-usage.ts'

/** Measures processes of this machine: by `/proc` on Linux, elsewhere by `ps`. */
export function systemUsage(): Usage {
  return process.platform === 'linux' ? procUsage() : psUsage()
}
