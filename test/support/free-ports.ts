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

/** TCP ports of 127.0.0.1 that nobody listens on: two, or as many as are wanted. */
export async function freePorts(): Promise<readonly [number, number]>
export async function freePorts(count: number): Promise<readonly number[]>
export async function freePorts(count = 2): Promise<readonly number[]> {
  // All are held at once: one after the other might be the same.
  const held = await Promise.all(Array.from({ length: count }, () => listenOn(0)))
  await Promise.all(held.map(({ close }) => close()))
  return held.map(({ got }) => got)
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
