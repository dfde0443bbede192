const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** An amount of memory for people: `612 MiB`. */
export const sizeText = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const count = bytes / 1024 ** step
  return `${count < 10 ? Math.round(count * 10) / 10 : Math.round(count)} ${UNITS[step]}`
}
