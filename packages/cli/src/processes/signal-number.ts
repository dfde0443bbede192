import { constants } from 'node:os'

const NUMBERS: Readonly<Record<string, number>> = { ...constants.signals }

/** Number of a signal; 0 when this system does not have it. */
export const signalNumber = (name: string): number => NUMBERS[name] ?? 0
