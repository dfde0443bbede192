// What is set in a process before its program runs, seen from inside the program.
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { groupsOf, isRoot, leafOfNobody, nobody, somebody } from '../support/accounts.ts'
import { leafBench, pidOf, type RunningLeaf } from '../support/leaf-bench.ts'
import type { ProcessAttributes, Program } from '../support/real-launcher.ts'

let bench: ReturnType<typeof leafBench>
beforeEach(() => {
  bench = leafBench()
  // Whoever the program runs as writes here what it sees.
  chmodSync(bench.folder, 0o777)
})
afterEach(() => bench.close())

const NOTHING = { user: null, group: null, umask: null, nice: null, oomScoreAdj: null, nofile: null }
const attributes = (some: Partial<ProcessAttributes>) => ({ attributes: { ...NOTHING, ...some } })

/** What a line of sh prints in a process with these attributes. */
const seen = async (
  line: string,
  some: Partial<ProcessAttributes>,
  program: Partial<Program> = {},
): Promise<string> => {
  const leaf = bench.shell(`(${line}) > "$DIR/seen"`, { ...attributes(some), ...program })
  await bench.ended(leaf)
  expect(leaf.report.told).toEqual(['ready', 'ended: exit 0'])
  return bench.read('seen').trim()
}

const failed = async (leaf: RunningLeaf): Promise<string> => {
  await bench.ended(leaf)
  const { end, told } = leaf.report
  expect(told).toHaveLength(1)
  return end?.kind === 'spawn_error' ? `${end.errno}: ${end.message}` : told.join()
}

describe('a process has, before its program runs', () => {
  it('its umask', async () => {
    expect(await seen('umask', { umask: 0o27 })).toBe('0027')
  })

  it('its limit of open files, which it cannot raise', async () => {
    expect(await seen('ulimit -Sn; ulimit -Hn', { nofile: 100 })).toBe('100\n100')
  })

  it('its nice, which is no difference to ours', async () => {
    expect(await seen('nice', { nice: 7 })).toBe('7')
  })

  it('its oomScoreAdj', async () => {
    expect(await seen('cat /proc/self/oom_score_adj', { oomScoreAdj: 700 })).toBe('700')
  })

  it.each([
    ['its descriptor', 'fd', 'echo >&"$OTP_SUP_NOTIFY_FD"'],
    ['its channel', 'ipc', `echo '"ready"' >&"$NODE_CHANNEL_FD"`],
  ] as const)('%s to say that it is ready', async (_what, by, line) => {
    const leaf = bench.shell(`umask > "$DIR/seen"; ${line}; exec sleep 1000`, {
      ...attributes({ umask: 0o27 }),
      ready: { kind: 'notify', by },
    })
    await bench.ready(leaf)
    expect(bench.read('seen').trim()).toBe('0027')
  })

  it.runIf(isRoot)('a socket to say that it is ready that its user can reach', async () => {
    const say = `use Socket; socket(my $s, AF_UNIX, SOCK_DGRAM, 0); send($s, 'READY=1', 0, pack_sockaddr_un($ENV{NOTIFY_SOCKET})) or exit 3; sleep 1000`
    const leaf = bench.launch({
      command: 'perl',
      args: ['-e', say],
      ...attributes({ user: somebody.name }),
      ready: { kind: 'notify', by: 'systemd' },
    })
    await bench.ready(leaf)
    expect(leaf.report.told).toEqual(['ready'])
  })

  it.runIf(isRoot)('its user, with all groups of that user', async () => {
    const [user, group, groups = ''] = (await seen('id -u; id -g; id -G', { user: somebody.name })).split('\n')
    expect([Number(user), Number(group)]).toEqual([somebody.uid, somebody.gid])
    expect(new Set(groups.split(' ').map(Number))).toEqual(new Set(groupsOf(somebody.name)))
  })

  it.runIf(isRoot)('its user by number, and all else before the rights are given up', async () => {
    const all = { user: somebody.uid, umask: 0o77, nice: 3, oomScoreAdj: 5, nofile: 64 }
    const look = 'id -un; umask; nice; cat /proc/self/oom_score_adj; ulimit -n'
    expect(await seen(look, all)).toBe(`${somebody.name}\n0077\n3\n5\n64`)
  })

  it.runIf(isRoot)('its group in place of that of its user', async () => {
    expect(await seen('id -u; id -g', { user: somebody.name, group: 'tty' })).toBe(`${somebody.uid}\n5`)
    expect(await seen('id -u; id -g', { group: 5 })).toBe('0\n5')
  })

  it.runIf(isRoot)('a number that nobody has, with a group, and with no other groups', async () => {
    expect(await seen('id -u; id -G; echo "$HOME"', { user: 54_321, group: 54_322 })).toBe('54321\n54322')
  })

  it.runIf(isRoot)('no way back: saved ids and capabilities are gone, too', async () => {
    const status = await seen('cat /proc/self/status', { user: somebody.name })
    const ids = (id: number): string => [id, id, id, id].join('\t')
    expect(status).toContain(`Uid:\t${ids(somebody.uid)}\n`)
    expect(status).toContain(`Gid:\t${ids(somebody.gid)}\n`)
    expect(status).toContain('CapPrm:\t0000000000000000\n')
  })
})

describe('the environment of a process that is set up first', () => {
  const ofEnv = async (program: Partial<Program>): Promise<readonly string[]> => {
    const out = join(bench.folder, 'env')
    const leaf = bench.launch({ command: 'sh', args: ['-c', `exec /usr/bin/env -0 > ${out}`], ...program })
    await bench.ended(leaf)
    return readFileSync(out, 'utf8').split('\0').toSorted()
  }

  it('is what it would be otherwise', async () => {
    const env = { EMPTY: '', LINES: 'a\nb=c\n', ÜMLAUT: 'ä€', LANG: 'no_SUCH.locale', PERL5OPT: '-MNo::Such' }
    expect(await ofEnv({ env, ...attributes({ umask: 0o22 }) })).toEqual(await ofEnv({ env }))
  })

  it('keeps names that a shell would lose', async () => {
    const leaf = bench.launch({
      command: process.execPath,
      args: ['-e', `require('fs').writeFileSync('${bench.folder}/env', process.env['a.b-c'] + '\\n')`],
      env: { 'a.b-c': 'here' },
      ...attributes({ umask: 0o22 }),
    })
    await bench.ended(leaf)
    expect(bench.read('env')).toBe('here\n')
  })

  it('is not there yet while it is set up: nothing of it can make root do anything', async () => {
    const env = { DIR: bench.folder, PERL5OPT: '-MNo::Such', LD_PRELOAD: '/no/such.so', PERL5LIB: bench.folder }
    const leaf = bench.shell('echo $PERL5OPT > $DIR/seen', { env, ...attributes({ nice: 5 }) })
    await bench.ended(leaf)
    expect(bench.read('seen')).toBe('-MNo::Such\n')
  })

  it.runIf(isRoot)('has what the account of its user says, unless its spec or its files say otherwise', async () => {
    const { name, home, shell } = somebody
    const look = 'echo $HOME $USER $LOGNAME $SHELL'
    expect(await seen(look, { user: name })).toBe(`${home} ${name} ${name} ${shell}`)
    writeFileSync(join(bench.folder, 'own.env'), 'USER=me\nHOME=/file\n')
    const own = { env: { DIR: bench.folder, HOME: '/srv' }, envFiles: [join(bench.folder, 'own.env')] }
    expect(await seen(look, { user: name }, own)).toBe(`/srv me ${name} ${shell}`)
  })
})

describe('a process that is set up first is otherwise as any other', () => {
  it('its pid is that of its program, which leads a session and a group of its own', async () => {
    const leaf = bench.shell('cut -d " " -f 1,5,6 /proc/$$/stat > $DIR/ids; exec sleep 1000', attributes({ nice: 1 }))
    expect(await bench.written('ids')).toBe(`${leaf.pid} ${leaf.pid} ${leaf.pid}`)
  })

  it('is ready when its program runs, not before', async () => {
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...attributes({ nice: 1 }) })
    expect(leaf.report.told).toEqual([])
    await bench.ready(leaf)
    expect(readFileSync(`/proc/${pidOf(leaf)}/comm`, 'utf8')).toBe('sleep\n')
  })

  it('stdin is /dev/null, and no descriptor of ours reaches it, nor one of the way to it', async () => {
    const leaf = bench.shell('for fd in /proc/$$/fd/*; do readlink $fd; done > $DIR/fds', attributes({ nice: 1 }))
    await bench.ended(leaf)
    const [stdin, ...others] = bench.read('fds').trim().split('\n')
    expect(stdin).toBe('/dev/null')
    expect(new Set(others)).toEqual(new Set(['/dev/null', join(bench.folder, 'fds')]))
  })

  it('no signal is blocked or ignored', async () => {
    const signals = (status: string): string[] => status.split('\n').filter((line) => /^Sig(?:Blk|Ign)/.test(line))
    const none = ['SigBlk:\t0000000000000000', 'SigIgn:\t0000000000000000']
    expect(signals(await seen('cat /proc/self/status', { nice: 1 }))).toEqual(none)
  })

  it('exit codes of its program are its own, also those by which others say that they could not run it', async () => {
    for (const code of [126, 127]) {
      const leaf = bench.shell(`exit ${code}`, attributes({ nice: 1 }))
      await bench.ended(leaf)
      expect(leaf.report.told).toEqual(['ready', `ended: exit ${code}`])
    }
  })

  it('that is killed at once has ended by that signal, and was never ready', async () => {
    const leaf = bench.launch({ command: 'sleep', args: ['1000'], ...attributes({ nice: 1 }) })
    leaf.kill()
    await bench.ended(leaf)
    expect(leaf.report.told).toEqual(['ended: signal SIGKILL'])
  })

  it('the end of each of 100 is told once', async () => {
    const leaves = Array.from({ length: 100 }, () => bench.launch({ command: 'false', ...attributes({ umask: 0 }) }))
    for (const leaf of leaves) await bench.ended(leaf)
    expect(new Set(leaves.map((leaf) => leaf.report.told.join(', ')))).toEqual(new Set(['ready, ended: exit 1']))
  })

  it('without descriptors its start fails, what runs goes on, and nothing is lost for later', () => {
    const script = fileURLToPath(new URL('../support/starved-launcher.ts', import.meta.url))
    const args = ['--nofile=70', process.execPath, script, JSON.stringify(attributes({ umask: 0o22 }))]
    const { stdout } = spawnSync('prlimit', args, { encoding: 'utf8' })
    const { starts, before, after } = JSON.parse(stdout) as { starts: string[]; before: number; after: number }
    expect(new Set(starts)).toEqual(new Set(['ready', 'ended: spawn_error EMFILE']))
    expect(after - before).toBeLessThanOrEqual(16)
  })
})

describe('what runs beside a process is set up as it is', () => {
  const LOOK = '{ id -u; id -g; echo $HOME; umask; nice; ulimit -n; } > $DIR/look'
  const some = attributes({ user: isRoot ? somebody.name : null, umask: 0o27, nice: 3, nofile: 64 })
  const asWho = (): string =>
    isRoot
      ? `${somebody.uid}\n${somebody.gid}\n${somebody.home}`
      : `${process.getuid?.()}\n${process.getgid?.()}\n${process.env['HOME']}`

  it('a program that says whether it is ready', async () => {
    const command = ['/bin/sh', '-c', LOOK] as const
    const leaf = bench.shell('exec sleep 1000', { ...some, ready: { kind: 'exec', command, timeoutMs: 20_000 } })
    await bench.ready(leaf)
    expect(bench.read('look')).toContain(`${asWho()}\n0027\n3\n64\n`)
  })

  it('a stop command, which knows whom it is for', async () => {
    const argv = ['/bin/sh', '-c', `${LOOK}; kill -USR1 $OTP_SUP_PID`] as const
    const line = 'trap "exit 7" USR1; echo up > $DIR/up; while :; do sleep 0.02; done'
    const leaf = bench.shell(line, { ...some, stopCommand: { argv, display: argv } })
    await bench.written('up')
    leaf.stop()
    await bench.ended(leaf)
    expect(leaf.report.told.at(-1)).toBe('ended: exit 7')
    expect(bench.troubles).toEqual([])
    expect(bench.read('look')).toContain(`${asWho()}\n0027\n3\n64\n`)
  })

  it.runIf(isRoot)('a stop command that its user may not run, which is told', async () => {
    const argv = [bench.script('mine', '#!/bin/sh\n', 0o700)] as const
    const leaf = bench.shell('exec sleep 1000', { ...some, stopCommand: { argv, display: argv } })
    await bench.ready(leaf)
    leaf.stop()
    await bench.ended(leaf)
    expect(bench.troubles).toEqual([
      `shop/leaf: its stop command ${argv[0]} could not be started: "${argv[0]}" may not be executed by user "${somebody.name}" (EACCES). Make it an executable file (chmod +x), in folders that this user may enter. It gets SIGTERM instead.`,
    ])
  })
})

describe('a program that cannot be run is told as it is without attributes', () => {
  it.each([
    ['no such command', () => ({ command: 'no-such' })],
    ['no such file', () => ({ command: './no-such' })],
    ['no such cwd', () => ({ cwd: '/no/such' })],
    ['a cwd that is a file', () => ({ cwd: bench.script('f', '', 0o644) })],
    ['a file that is not executable', () => ({ command: bench.script('f', '', 0o644) })],
    ['a folder', () => ({ command: bench.folder })],
    ['no such interpreter', () => ({ command: bench.script('f', '#!/no/sh -e\n', 0o755) })],
    ['a variable that is too long', () => ({ env: { A: 'x'.repeat(3_000_000) } })],
    ['an argument that is too long', () => ({ args: ['x'.repeat(3_000_000)] })],
  ] as const)('%s', async (_, program) => {
    const plain = await failed(bench.launch(program()))
    expect(plain).toMatch(/^E/)
    expect(await failed(bench.launch({ ...program(), ...attributes({ umask: 0o22 }) }))).toBe(plain)
  })

  it.runIf(isRoot)('as the user that it is to run as sees it', async () => {
    const { name } = somebody
    const file = bench.script('mine', '#!/bin/sh\n', 0o700)
    expect(await failed(bench.launch({ command: file, ...attributes({ user: name }) }))).toBe(
      `EACCES: "${file}" may not be executed by user "${name}" (EACCES). Make it an executable file (chmod +x), in folders that this user may enter.`,
    )
    chmodSync(bench.folder, 0o700)
    expect(await failed(bench.launch({ cwd: bench.folder, ...attributes({ user: name }) }))).toBe(
      `EACCES: its working directory "${bench.folder}" may not be entered by user "${name}". Correct cwd, or its permissions.`,
    )
  })
})

describe('what cannot be set is a failed start', () => {
  it.each([
    [{ user: 'nobody9' }, 'EINVAL: there is no user "nobody9". Correct user, or make that user (useradd --system).'],
    [
      { group: 'nobody9' },
      'EINVAL: there is no group "nobody9". Correct group, or make that group (groupadd --system).',
    ],
    [{ user: 54_321 }, 'EINVAL: the user 54321 has no account here, so nobody knows its group. Write group, too.'],
  ])('%j', async (some, message) => {
    expect(await failed(bench.launch({ ...attributes(some), command: 'touch', args: [`${bench.folder}/ran`] }))).toBe(
      message,
    )
    expect(bench.read('ran')).toBe('')
  })

  const ran = { command: 'true' }
  it.each([
    [
      { user: 'root' },
      /^EPERM: only root may run it as user "root", and otp-sup runs as .*\. Run otp-sup as root, or leave user out\.$/,
    ],
    [{ group: 'root' }, /^EPERM: only root may run it as group "root", .*leave group out\.$/],
    [
      { nice: -20 },
      /^EACCES: nice -20 could not be set \(EACCES\)\. Only root may make it more urgent than otp-sup: write a higher number\.$/,
    ],
    [
      { oomScoreAdj: -1000 },
      /^EACCES: oomScoreAdj -1000 could not be set \(EACCES\)\. Only root may write less than otp-sup has/,
    ],
    [
      { nofile: 2 ** 31 - 1 },
      /^EPERM: limits\.nofile 2147483647 could not be set \(EPERM\)\. Only root may go above the hard limit/,
    ],
  ])('by who is not root: %j', (some, message) => {
    const told = leafOfNobody({ ...ran, ...attributes(some) })
    if (told === null) return expect(isRoot).toBe(true)
    expect(told.told).toHaveLength(1)
    expect(told.end.kind === 'spawn_error' ? `${told.end.errno}: ${told.end.message}` : told.told.join()).toMatch(
      message,
    )
  })

  it('but who asks for its own user has it, without being root', () => {
    const told = leafOfNobody({ ...ran, ...attributes({ user: nobody ?? null }) })
    if (told === null) return expect(isRoot).toBe(true)
    expect(told.told).toEqual(['ready', 'ended: exit 0'])
  })
})
