import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the store answers: one for each run of the tree. */
export const storeSocket = join(tmpdir(), `otp-sup-store-${process.env.OTP_SUP_RUN ?? 'alone'}.sock`)
