import { spawnSync } from 'node:child_process'

/** Whether there is no redis-server. In CI it must be there: what needs it fails then, and says so. */
export const isRedisMissing =
  process.env['CI'] === undefined && spawnSync('redis-server', ['--version']).error !== undefined
