// Which processes listen on a port or a socket, by /proc. A stranger that holds a child's port must not make it look
// ready.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { isIPv4 } from 'node:net'
import { endianness, networkInterfaces } from 'node:os'
import type { Clock } from '../ports/clock.ts'
import type { ProcessTable } from './process-table.ts'

/** Somebody accepted a connection at this address. */
export type Endpoint = { readonly address: string; readonly port: number }

/** A socket that listens. */
export type Listener = { readonly host: string; readonly inode: string }

/** A line of /proc/net/tcp with the state LISTEN. */
const LISTENER = /^ *\d+: ([\dA-F]+):([\dA-F]{4}) [\dA-F:]+ 0A (?:\S+ +){5}(\d+)/gm
/** Of a Unix socket. */
const ACCEPTS = '00010000'
const ANY_IPV4 = '00000000'
const ANY_IPV6 = '0'.repeat(32)

/** Whether an address belongs to this machine, so that /proc can tell who answers there. */
export function isLocal(address: string): boolean {
  if (address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')) return true
  return Object.values(networkInterfaces()).some((list) => list?.some((own) => own.address === address))
}

/** What looking at a group needs: its members are those of `sinceMs` or later. */
export type GroupLook = { readonly table: ProcessTable; readonly sinceMs: number }

/** A socket, and a descriptor by which a process has it. */
export type Holding = { readonly link: string; readonly inode: string }

/** By what a process of the group has one of these sockets; null when none of them has. */
export function holdingOf(group: number, inodes: ReadonlySet<string>, look: GroupLook): Holding | null {
  // The leader first: mostly it is the one, and no other process needs to be looked at.
  const leader = holdingIn(group, inodes)
  if (leader !== null) return leader
  const members = look.table.members(group, look.sinceMs) ?? []
  for (const { pid } of members) {
    const holding = pid === group ? null : holdingIn(pid, inodes)
    if (holding !== null) return holding
  }
  return null
}

/** Whether that process has that socket still. A listening socket never changes its address. */
export function stillHolds({ link, inode }: Holding): boolean {
  return linkOrNull(link) === socketName(inode)
}

/** Who has one of these sockets, for people: its pid and name; null when that cannot be seen. */
export function holderOf(inodes: ReadonlySet<string>): string | null {
  const pids = listOrNone('/proc').filter((name) => /^\d+$/.test(name))
  const pid = pids.find((each) => holdingIn(Number(each), inodes) !== null)
  return pid === undefined ? null : `pid ${pid} ${readOrNull(`/proc/${pid}/comm`)?.trim() ?? ''}`.trim()
}

/** Inodes of the sockets that the system hands such a connection to: an exact address goes before "any". */
export function listenersAt({ address, port }: Endpoint, table: ListenerTable): ReadonlySet<string> | null {
  if (table === null) return null
  const listeners = table.get(port) ?? []
  const host = procAddress(address)
  const ranks = isIPv4(address) ? [host, mapped(host), ANY_IPV4, ANY_IPV6] : [host, ANY_IPV6]
  const rank = ranks.find((candidate) => listeners.some((listener) => listener.host === candidate))
  return new Set(listeners.filter((listener) => listener.host === rank).map((listener) => listener.inode))
}

/** All that listen, by port; null where the system does not tell. */
export type ListenerTable = ReadonlyMap<number, readonly Listener[]> | null

/** Looks at all listeners. A look is shared by all who ask for one of this age or younger: it reads every connection. */
export function listenerTables(clock: Clock): (sinceMs: number) => ListenerTable {
  let taken: { readonly atMs: number; readonly table: ListenerTable } | null = null
  return (sinceMs) => {
    if (taken === null || taken.atMs < sinceMs) taken = { atMs: clock.nowMs(), table: readListeners() }
    return taken.table
  }
}

function readListeners(): ListenerTable {
  const texts = ['/proc/net/tcp', '/proc/net/tcp6'].map(readOrNull).filter((text) => text !== null)
  if (texts.length === 0) return null
  const table = new Map<number, Listener[]>()
  // Local address and port, remote ones, state, five more fields, inode.
  for (const [, host = '', port = '', inode = ''] of texts.join('\n').matchAll(LISTENER)) {
    const number = Number.parseInt(port, 16)
    table.set(number, [...(table.get(number) ?? []), { host, inode }])
  }
  return table
}

function holdingIn(pid: number, inodes: ReadonlySet<string>): Holding | null {
  const folder = `/proc/${pid}/fd`
  const names = new Set([...inodes].map(socketName))
  for (const name of listOrNone(folder)) {
    const link = `${folder}/${name}`
    const target = linkOrNull(link)
    if (target !== null && names.has(target)) return { link, inode: target.slice(SOCKET.length, -1) }
  }
  return null
}

const SOCKET = 'socket:['

function socketName(inode: string): string {
  return `${SOCKET}${inode}]`
}

function listOrNone(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Gone, or another user's: either way it cannot be seen to hold anything.
    return []
  }
}

/** /proc writes addresses as 32-bit words, each in the machine's byte order. */
export function procAddress(address: string): string {
  const bytes = isIPv4(address) ? ipv4Bytes(address) : ipv6Bytes(address)
  const ordered = endianness() === 'LE' ? bytes.map((_, at) => bytes[at - 2 * (at % 4) + 3] ?? 0) : bytes
  return ordered.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('')
}

function mapped(procHost: string): string {
  return `${'0'.repeat(16)}FFFF0000${procHost}`
}

function ipv4Bytes(address: string): number[] {
  return address.split('.').map(Number)
}

function ipv6Bytes(address: string): number[] {
  const [withoutZone = ''] = address.split('%')
  // The URL parser turns every notation into groups of hexadecimal digits.
  const [front = '', back = ''] = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1).split('::')
  const [head, tail] = [groups(front), groups(back)]
  return [...head, ...Array.from({ length: 16 - head.length - tail.length }, () => 0), ...tail]
}

function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

/** Inodes of the sockets that are bound to this path, as /proc has it; null where the system cannot tell. */
export function unixListenersAt(path: string): ReadonlySet<string> | null {
  const lines = readOrNull('/proc/net/unix')?.split('\n') ?? []
  // Num RefCount Protocol Flags Type St Inode Path; the flag says that it accepts. A path may hold blanks.
  const inodes = lines.flatMap((line) => {
    const [, flags, inode, bound] = /^\S+ \S+ \S+ (\S+) \S+ \S+\s+(\d+) (.*)$/.exec(line) ?? []
    return flags === ACCEPTS && bound === path ? [inode ?? ''] : []
  })
  // Bound by another name, a relative one maybe: nobody can tell whose it is.
  return inodes.length === 0 ? null : new Set(inodes)
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    // Not Linux, or no IPv6.
    return null
  }
}

function linkOrNull(link: string): string | null {
  try {
    return readlinkSync(link)
  } catch {
    // Closed since the folder was read.
    return null
  }
}
