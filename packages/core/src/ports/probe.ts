/** Asks whether somebody accepts connections. */
export interface Probe {
  /**
   * One attempt. `answer` is called once: with the address that accepted (`127.0.0.1`), or null when nobody did.
   * Calling the result gives the attempt up; then there is no answer.
   */
  tcp(target: { readonly host: string; readonly port: number }, answer: (address: string | null) => void): () => void
}
