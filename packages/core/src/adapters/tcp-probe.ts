import { connect } from 'node:net'
import type { Probe } from '../ports/probe.ts'

/** A host that drops packets never answers; the next attempt may be luckier. */
const ATTEMPT_MS = 1000

/** Probes by connecting, and hanging up as soon as somebody accepts. */
export function tcpProbe(): Probe {
  return { tcp: attempt }
}

function attempt(target: { host: string; port: number }, answer: (address: string | null) => void): () => void {
  const socket = connect({ host: target.host, port: target.port, timeout: ATTEMPT_MS })
  let answered = false
  const finish = (address: string | null): void => {
    if (answered) return
    answered = true
    socket.destroy()
    answer(address)
  }
  socket.once('connect', () => finish(socket.remoteAddress ?? null))
  socket.once('timeout', () => finish(null))
  // Stays attached: a reset may follow the connection that was just given up.
  socket.on('error', () => finish(null))
  return () => {
    answered = true
    socket.destroy()
  }
}
