/** The system's name of an error (`ENOENT`); null for what is no error of the system. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}
