import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

const listenOn = async (port: number) => {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: got } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    server.close()
    await once(server, 'close')
  }
  return { got, close }
}

/** Two TCP ports of 127.0.0.1 that nobody listens on. */
export const freePorts = async (): Promise<readonly [number, number]> => {
  // Both are held at once: one after the other might be the same.
  const [first, second] = [await listenOn(0), await listenOn(0)]
  await Promise.all([first.close(), second.close()])
  return [first.got, second.got]
}

/** Whether a TCP port of 127.0.0.1 can be listened on. */
export const isFree = async (port: number): Promise<boolean> => {
  try {
    const { close } = await listenOn(port)
    await close()
    return true
  } catch {
    return false
  }
}
