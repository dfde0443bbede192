// What of a process this system lets us set.
import type { ProcessEnd } from '../ports/launcher.ts'
import type { ProcessAttributes } from '../spec/child-spec.ts'

/** The number of the system call prlimit64, which no program but util-linux offers; they never change. */
const PRLIMIT: Readonly<Record<string, number>> = {
  x64: 302,
  arm64: 261,
  riscv64: 261,
  loong64: 261,
  ppc64: 325,
  s390x: 334,
  ia32: 340,
  arm: 369,
}

/** On the machine that we run on; null: not known. */
export function prlimitNumber(): number | null {
  return PRLIMIT[process.arch] ?? null
}

/** Why what is asked for cannot be set here, whoever asks; null when it can. */
export function whyNotHere(
  { oomScoreAdj, nofile }: ProcessAttributes,
  { platform, arch }: { readonly platform: string; readonly arch: string } = process,
): ProcessEnd | null {
  if (platform === 'linux' && (nofile === null || PRLIMIT[arch] !== undefined)) return null
  const key = nofile === null ? 'oomScoreAdj' : 'limits.nofile'
  if (nofile === null && oomScoreAdj === null) return null
  const message = `${key} cannot be set on ${platform} (${arch}). Leave it out there.`
  return { kind: 'spawn_error', errno: 'ENOTSUP', message }
}
