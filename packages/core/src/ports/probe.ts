/** Where to connect to: `/path` of a Unix socket, or a host and a port. */
export type ProbeTarget = { readonly path: string } | { readonly host: string; readonly port: number }

/** Nobody answered: why, in a few words for people. */
export type NoAnswer = { readonly kind: 'none'; readonly why: string }

/** Somebody accepted, at this address (`127.0.0.1`); of a Unix socket at its path. */
export type Accepted = { readonly kind: 'accepted'; readonly address: string }

/** One HTTP request, by GET. */
export type ProbeRequest = {
  readonly url: string
  /** Where to connect to, whatever the host in the URL. */
  readonly host: string
  /** Whether any certificate will do. */
  readonly insecure: boolean
  /** Whether the body is read; else the connection ends with the headers. */
  readonly readsBody: boolean
}

/** What an HTTP server said. */
export type Responded = {
  readonly kind: 'responded'
  readonly address: string
  readonly status: number
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Its beginning; empty unless it was to be read. */
  readonly body: string
}

/**
 * Asks whether somebody is there. Each call is one try: `answer` is called once, and calling the result gives the try
 * up; then there is no answer. A try may take for ever: whoever asks cuts it.
 */
export interface Probe {
  connect(target: ProbeTarget, answer: (reply: Accepted | NoAnswer) => void): () => void
  http(request: ProbeRequest, answer: (reply: Responded | NoAnswer) => void): () => void
}
