import { readFile } from 'node:fs/promises'

/** The JSON Schema of trees, or of lists of services, in YAML, JSON and TOML, as this package publishes it. */
export function readSchema(name: 'tree' | 'services'): Promise<string> {
  return readFile(new URL(import.meta.resolve(`otp-sup/${name}.schema.json`)), 'utf8')
}
