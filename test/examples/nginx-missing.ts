import { spawnSync } from 'node:child_process'

// Debian's is not in every user's PATH.
const env = { PATH: `${process.env['PATH']}:/usr/sbin` }

/** Whether there is no nginx. In CI it must be there: what needs it fails then, and says so. */
export const isNginxMissing = process.env['CI'] === undefined && spawnSync('nginx', ['-v'], { env }).error !== undefined
