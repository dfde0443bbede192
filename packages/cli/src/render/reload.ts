import type { SpecChange } from '@otp-sup/core/client'

/** What a reload has changed, or would change: a line each. */
export const reloadText = (changes: readonly SpecChange[], isPlan: boolean): string => {
  if (changes.length === 0) return 'nothing is different\n'
  const width = Math.max(...changes.map(({ path }) => path.length))
  const lines = changes.map((change) => `${SIGNS[change.change]} ${change.path.padEnd(width)}  ${words(change)}\n`)
  return `${lines.join('')}${isPlan ? 'Nothing was changed.\n' : ''}`
}

const SIGNS: Readonly<Record<SpecChange['change'], string>> = {
  added: '+',
  removed: '-',
  moved: '~',
  in_place: '~',
  restarted: '!',
}

const words = (change: SpecChange): string => {
  switch (change.change) {
    case 'added':
    case 'removed':
    case 'moved':
      return change.change
    case 'in_place':
      return `in place: ${change.keys.join(', ')}`
    case 'restarted': {
      const along = change.takesAlong.length === 0 ? '' : `; takes along ${change.takesAlong.join(', ')}`
      return `restarted: ${change.keys.join(', ')}${along}`
    }
  }
}
