import { readFile } from 'node:fs/promises'

/** The JSON Schema of trees in YAML, JSON and TOML, as this package publishes it. */
export function readTreeSchema(): Promise<string> {
  return readFile(new URL(import.meta.resolve('otp-sup/tree.schema.json')), 'utf8')
}
