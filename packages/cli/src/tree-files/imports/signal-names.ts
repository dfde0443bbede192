// Signals by number and by name.
import type { SignalName } from '@otp-sup/core'
import { textOf } from './values.ts'

/** The numbers that Linux gives on the machines we run on. */
const NUMBERS: Readonly<Record<string, SignalName>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  9: 'SIGKILL',
  10: 'SIGUSR1',
  12: 'SIGUSR2',
  15: 'SIGTERM',
}

/** The signal that a number or a name, with or without SIG, means; null for none. */
export function signalNamed(word: unknown): SignalName | null {
  const text = textOf(word).trim().toUpperCase()
  if (/^\d+$/.test(text)) return NUMBERS[text] ?? null
  return /^[A-Z]+\d?$/.test(text) ? (`SIG${text.replace(/^SIG/, '')}` as SignalName) : null
}
