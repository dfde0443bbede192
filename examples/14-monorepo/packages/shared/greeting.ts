/** Greets by name. */
export const greeting = (name: string): string => `hello ${name}`
