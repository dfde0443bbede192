import { globSync } from 'node:fs'

/** Whether there is no PostgreSQL where Debian has it. In CI it must be there: what needs it fails then, and says so. */
export const isPostgresMissing =
  process.env['CI'] === undefined && globSync('/usr/lib/postgresql/*/bin/postgres').length === 0
