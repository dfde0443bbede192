// Each file of tests has a place of its own for running trees: what it names does not meet what others name.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'otp-sup-run-'))
process.env['OTP_SUP_DIR'] = folder
afterAll(() => rmSync(folder, { recursive: true, force: true }))
