// How measures are written in specs.

/** A whole number and a unit: `'250ms'`, `'5s'`, `'2m'`, `'1h'`. At most 24 days. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h'}`

/** A number and a unit: `'512MiB'` is 512 times 1024 times 1024 bytes, `'10MB'` ten million. */
export type Size = `${number}${'B' | 'kB' | 'MB' | 'GB' | 'TB' | 'KiB' | 'MiB' | 'GiB' | 'TiB'}`

/** A share of one core: `'100%'` is one core, `'150%'` one and a half. */
export type Percent = `${number}%`
