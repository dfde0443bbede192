// What asks whether a worker is ready, and later whether it is healthy.
import type { Duration } from './written.ts'

/** A regular expression; as a text in files. The flags `g` and `y` cannot be used. */
export type PatternOptions = string | RegExp | { readonly pattern: string; readonly flags?: string }

/** Of a probe: who may be the one who answers. */
type ForeignOptions = {
  /**
   * Whether somebody outside the child's own processes may be the one who answers (`docker run`, a proxy).
   * @defaultValue `false`: a stranger on this machine does not count
   */
  readonly foreign?: boolean
}

type TcpProbe = ForeignOptions & {
  /** Counts when something listens: a port of this machine, or `'host:port'`. */
  readonly tcp: number | `${string}:${number}`
}

type HttpProbe = ForeignOptions & {
  /** Counts when this URL answers a GET with a status from 200 to 399. A redirect is an answer and is not followed. */
  readonly http: `http://${string}` | `https://${string}`
  /**
   * The status that counts, or several.
   * @defaultValue any from 200 to 399
   */
  readonly status?: number | readonly number[]
  /** What headers of the answer must match, each a regular expression. */
  readonly header?: Readonly<Record<string, PatternOptions>>
  /** What the body of the answer must match, in its first 64 KiB: a regular expression. */
  readonly body?: PatternOptions
  /**
   * Whether any certificate will do, of `https`.
   * @defaultValue `false`
   */
  readonly insecure?: boolean
}

type SocketProbe = ForeignOptions & {
  /**
   * Counts when something accepts at this Unix socket; a relative path is taken from the folder of the tree file
   * (library: the working directory).
   */
  readonly socket: string
}

type ExecProbe = {
  /**
   * Counts when this program, with its arguments, exits with code 0. It has the worker's folder and environment, is set
   * up as the worker is (`user`, `umask` and so on), and runs again and again, once at a time.
   */
  readonly exec: readonly string[]
}

/** When the start of a worker counts as done. Without it: as soon as the process exists. */
export type ReadyOptions =
  | TcpProbe
  | HttpProbe
  | SocketProbe
  | (ExecProbe & {
      /**
       * How long one run may take, with its unit; then it is killed, with all that it started.
       * @defaultValue `'2s'`
       */
      readonly timeout?: Duration
    })
  | {
      /**
       * Ready when it says so itself. `'ipc'`: by `process.send('ready')` in Node. `'fd'`: by a newline on the
       * descriptor whose number is in `OTP_SUP_NOTIFY_FD`. `'systemd'`: by `READY=1` to `NOTIFY_SOCKET`, as
       * services with `Type=notify` do; that takes perl.
       */
      readonly notify: 'ipc' | 'fd' | 'systemd'
    }
  | {
      /**
       * Ready when a line of its output matches: a regular expression, as a text in files. Colours are taken out of the
       * line first. The flags `g` and `y` cannot be used.
       */
      readonly log: PatternOptions
    }
  | {
      /** Ready when it has run for so long, with its unit. Longer than `startTimeout` it never is. */
      readonly delay: Duration
    }
  | {
      /** A one-shot: ready when it has exited normally. It is then done and is not restarted. */
      readonly exit: true
    }

/** How often a worker is checked, and when it has failed. */
type CheckRhythm = {
  /**
   * How long from one check to the next, with its unit. The checks of many workers are spread over that time.
   * @defaultValue `'10s'`
   */
  readonly every?: Duration
  /**
   * How many checks in a row must fail.
   * @defaultValue `3`
   */
  readonly failures?: number
}

type CheckTime = {
  /**
   * How long one check may take, with its unit; then it has failed, and a program is killed with all that it started.
   * @defaultValue `'2s'`
   */
  readonly timeout?: Duration
}

/** How a worker is checked once it is ready. */
export type HealthOptions = CheckRhythm &
  (
    | (CheckTime & (TcpProbe | HttpProbe | SocketProbe | ExecProbe))
    | {
        /**
         * Healthy as long as it says so itself: at least one `WATCHDOG=1` to `NOTIFY_SOCKET` within each `every`
         * (`WATCHDOG_USEC` tells it how long that is), as services with `WatchdogSec=` do; that takes perl.
         */
        readonly notify: 'systemd'
      }
  )
