const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}

/** What a size looks like. */
export const SIZE = /^(\d{1,15}(?:\.\d{1,3})?)(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)$/

/** Bytes, or null when the text is no size, or none at all. */
export function parseSize(text: string): number | null {
  const [, digits, unit] = SIZE.exec(text) ?? []
  if (digits === undefined || unit === undefined) return null
  const bytes = Math.round(Number(digits) * (UNIT_BYTES[unit] ?? 0))
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null
}

/** Bytes of a size that has been checked. */
export function sizeBytes(size: string): number {
  const bytes = parseSize(size)
  if (bytes === null) throw new Error(`Cannot read the size "${size}": it was not checked.`)
  return bytes
}

/** The size that was probably meant by `512m`, `512 MB` or `1G`. */
export function sizeMeantBy(text: string): string | null {
  const [, digits, letter] = /^\s*(\d{1,15}(?:\.\d{1,3})?)\s*([kmgt])(?:i?b)?\s*$/i.exec(text) ?? []
  return digits === undefined || letter === undefined ? null : `${digits}${letter.toUpperCase()}iB`
}
