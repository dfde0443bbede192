// The socket that systemd's protocol wants: datagrams at a path. Node can open none, so perl does,
// and hands each on as a line, in hexadecimal digits: where one ends must not get lost.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { PERL } from './perl.ts'

// Ends when our end of its stdin is closed, by whatever end of ours.
const BRIDGE = `
use Socket; umask 0; my $path = shift; my $in; $| = 1;
socket($in, AF_UNIX, SOCK_DGRAM, 0) && bind($in, pack_sockaddr_un($path)) || exit 1;
for (;;) {
  my $ready = ''; vec($ready, 0, 1) = 1; vec($ready, fileno($in), 1) = 1;
  select($ready, undef, undef, undef);
  exit 0 if vec($ready, 0, 1);
  recv($in, my $message, 65536, 0); print unpack('H*', $message), "\\n";
}`

/** So long it is waited for, as a whole: a child must not be spawned before there is somebody to tell. */
const MOST_MS = 2000

/** The socket of one child. */
export interface NotifySocket {
  readonly path: string
  /** A line of hexadecimal digits for each datagram. */
  readonly messages: Readable
  close(): void
}

/**
 * Blocks until the socket is there, some milliseconds; throws when there is no way to make one. `isForOthers`: the child
 * runs as another user, who must get at it too.
 */
export function openNotifySocket(isForOthers: boolean, perl = PERL): NotifySocket {
  const folder = mkdtempSync(join(tmpdir(), 'otp-sup-'))
  // Who does not know the name still does not find it.
  if (isForOthers) chmodSync(folder, 0o711)
  const path = join(folder, 'notify')
  // As where processes are set up: nothing of the site, nothing of our environment.
  const bridge = spawn(perl, ['-f', '-e', BRIDGE, path], { env: {}, detached: true, stdio: ['pipe', 'pipe', 'ignore'] })
  const close = (): void => {
    bridge.stdin.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
  // Told by its pid being missing, or by what it does not do.
  bridge.on('error', () => {})
  bridge.stdin.on('error', () => {})
  bridge.unref()
  for (const pipe of [bridge.stdin, bridge.stdout]) if (pipe instanceof Socket) pipe.unref()
  if (bridge.pid === undefined || !comesToBe(path)) {
    close()
    const why = bridge.pid === undefined ? cannotRun(perl) : noSocket(folder)
    throw new Error(`ready: { notify: "systemd" } needs ${why}, or use notify: "fd"`)
  }
  return { path, messages: bridge.stdout, close }
}

function cannotRun(perl: string): string {
  return `${perl}, which cannot be run. Install the package perl-base`
}

function noSocket(folder: string): string {
  return `a socket in ${dirname(folder)}, and none came to be there. Set TMPDIR to a folder that has room and a short name`
}

function comesToBe(path: string): boolean {
  const never = new Int32Array(new SharedArrayBuffer(4))
  const untilMs = performance.now() + MOST_MS
  while (!existsSync(path)) {
    if (performance.now() > untilMs) return false
    Atomics.wait(never, 0, 0, 1)
  }
  return true
}

/** Reads datagrams as systemd does: each is lines of `NAME=value`. */
export function eachNotice(messages: Readable, notice: (name: string, value: string) => void): void {
  let pending = ''
  messages.on('data', (chunk: Buffer) => {
    const lines = (pending + chunk.toString('latin1')).split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines.flatMap((hex) => Buffer.from(hex, 'hex').toString('utf8').split('\n'))) {
      const [name = '', ...value] = line.split('=')
      notice(name, value.join('='))
    }
  })
}
