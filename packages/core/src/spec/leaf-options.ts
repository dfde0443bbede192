// What a worker's options are made of, but for its probes.
import type { Duration, Percent, Size } from './written.ts'

/** How long restarts wait when a child fails again and again. The first restart in a row never waits. */
export type BackoffOptions = {
  /**
   * How long the second restart in a row waits, with its unit.
   * @defaultValue `'200ms'`
   */
  readonly initial?: Duration
  /**
   * By how much the delay grows from one restart to the next, 1 to 100.
   * @defaultValue `2`
   */
  readonly factor?: number
  /**
   * The longest delay, with its unit; not less than `initial`.
   * @defaultValue `'30s'`
   */
  readonly max?: Duration
  /**
   * The share by which a delay is longer or shorter by chance, 0 to 1.
   * @defaultValue `0.1`
   */
  readonly jitter?: number
  /**
   * Ready for so long, the child has recovered: its next restart is the first in a row again. With its unit.
   * @defaultValue `'30s'`
   */
  readonly resetAfter?: Duration
}

/**
 * Where a stream of a worker goes. `'console'`: to ours, each line with the child's path before it. `'inherit'`: to
 * ours, as it is; nothing else can read it then. `'null'`: nowhere. `file`: appended to a file; a relative path is
 * taken from the folder of the tree file (library: the working directory).
 */
export type SinkOptions = 'console' | 'inherit' | 'null' | { readonly file: string }

/** Where the streams of a worker go: one sink for each, or several. `'inherit'` stands alone. */
export type LogOptions = {
  /**
   * Where its standard output goes.
   * @defaultValue `'console'`
   */
  readonly stdout?: SinkOptions | readonly SinkOptions[]
  /**
   * Where its standard error goes.
   * @defaultValue `'console'`
   */
  readonly stderr?: SinkOptions | readonly SinkOptions[]
}

/** What a worker may use at most. Memory and CPU are those of its whole process group. */
export type LimitOptions = {
  /**
   * The most memory, with its unit: `'512MiB'`. Over it, the worker is stopped as by any stop, and has failed (kind
   * `memory_limit`, class abnormal). Pages that its processes share count once.
   * @defaultValue no limit
   */
  readonly memory?: Size
  /**
   * The most CPU time, in percent of one core: `'150%'`. Over it, the worker is stopped as by any stop, and has failed
   * (kind `cpu_limit`, class abnormal).
   * @defaultValue no limit
   */
  readonly cpu?: Percent
  /**
   * For how long it may be over `memory` or `cpu`, with its unit; `'0s'`: not in one sample. Samples are taken every
   * `monitorInterval` of the root.
   * @defaultValue `'0s'`
   */
  readonly for?: Duration
  /**
   * How many files it may have open, from 1: sockets and pipes count. Linux. More than the supervisor's own limit only for root.
   * @defaultValue that of the supervisor
   */
  readonly nofile?: number
}
