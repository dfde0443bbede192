import { once } from 'node:events'
import { connect } from 'node:net'

/** Says hello to a store; rejects if nobody answers. */
export const askStore = async (port: number): Promise<void> => {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'data')
  socket.destroy()
}
