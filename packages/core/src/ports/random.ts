/** Chance. */
export interface Random {
  /** The next number, at least 0 and less than 1. */
  next(): number
}
