export * from '@otp-sup/core'
