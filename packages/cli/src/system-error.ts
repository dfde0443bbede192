type SystemError = Error & { readonly code: string }

/** Whether an error is the system's (`ENOENT`), or one of Node's own with a code, and not a bug. */
export const isSystemError = (error: unknown): error is SystemError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

/** The system's name of an error, or its message. */
export const errorCode = (error: unknown): string => (isSystemError(error) ? error.code : String(error))
