// What users write: plain data, the same shape in TypeScript, JSON and YAML.
// The types of dependsOn (design 3): a worker carries its own id and the ids it names as literals, and supervisor()
// compares them. Where ids are computed they are `string`, nothing is compared, and checkSpec does it at run time.
import type { AutoShutdown, RestartType, Strategy } from '@otp-sup/strategies'
import type { BackoffOptions, LimitOptions, LogOptions } from './leaf-options.ts'
import type { HealthOptions, ReadyOptions } from './probe-options.ts'
import type { SignalName } from './signals.ts'
import type { Duration } from './written.ts'

/** Options that workers and supervisors share: how they are treated as a child of their parent. */
type ChildOptions<Dep extends string> = {
  /**
   * Whether an end of this child counts for `autoShutdown` of its parent. Not for `permanent` children, and only
   * under a parent whose `autoShutdown` is not `never`.
   * @defaultValue `false`
   */
  readonly significant?: boolean
  /**
   * Ids of siblings listed before this one that must be ready before it starts; `[]` for none. An id with
   * `instances` means all its copies.
   * @defaultValue every sibling before it, as in OTP
   */
  readonly dependsOn?: readonly Dep[]
}

/** Options of {@link worker}: one OS process, supervised. */
export type WorkerOptions<Dep extends string = string> = ChildOptions<Dep> & {
  /**
   * The program and its arguments, `['node', 'api.js']`, or the name or path of an executable, with `args`. Never a
   * shell line, unless `shell` is `true`.
   */
  readonly command: string | readonly string[]
  /**
   * Arguments, after those in `command`.
   * @defaultValue `[]`
   */
  readonly args?: readonly string[]
  /**
   * Working folder; a relative one is taken from the folder of the tree file (library: the working directory).
   * @defaultValue the folder of the tree file
   */
  readonly cwd?: string
  /**
   * Environment variables, on top of the inherited ones.
   * @defaultValue `{}`
   */
  readonly env?: Readonly<Record<string, string>>
  /**
   * Files with environment variables, one or a list, in the grammar of `node --env-file`; on top of the inherited ones
   * and below `env`, a later file before an earlier. They are read at each start; one that cannot be read is a failed
   * start. Relative paths are taken from the folder of the tree file (library: the working directory).
   * @defaultValue none
   */
  readonly envFile?: string | readonly string[]
  /**
   * Which variables of the supervisor's own environment the child gets: all (`true`), none (`false`), or those named.
   * @defaultValue `true`
   */
  readonly inheritEnv?: boolean | readonly string[]
  /**
   * Whether programs are looked up in `node_modules/.bin` of `cwd`, then of the folders above it, before PATH: as
   * package scripts are.
   * @defaultValue `false`
   */
  readonly preferLocal?: boolean
  /**
   * Runs `command` as a line of `/bin/sh`.
   * @defaultValue `false`
   */
  readonly shell?: boolean
  /**
   * The user it runs as, by name or number, with its HOME, USER, LOGNAME and SHELL, its group and all its supplementary
   * groups. Only root may name another than its own.
   * @defaultValue the user that runs the supervisor
   */
  readonly user?: string | number
  /**
   * The group it runs as, by name or number.
   * @defaultValue the group of `user`; without that the one of the supervisor
   */
  readonly group?: string | number
  /**
   * Which rights new files do not get: octal digits in quotes, `'027'`.
   * @defaultValue that of the supervisor
   */
  readonly umask?: string
  /**
   * How far it gives way to others when the CPU is short, -20 to 19; less than the supervisor's only for root.
   * @defaultValue that of the supervisor
   */
  readonly nice?: number
  /**
   * How soon it is killed when memory is short, -1000 (never) to 1000; less than the supervisor's only for root. Linux.
   * @defaultValue that of the supervisor
   */
  readonly oomScoreAdj?: number
  /**
   * What it may use at most: memory and CPU of its whole process group, and open files.
   * @defaultValue no limits but those of the supervisor
   */
  readonly limits?: LimitOptions
  /**
   * `permanent`: always restarted. `transient`: only after an abnormal exit. `temporary`: never. A one-shot
   * (`ready: { exit: true }`) cannot be `permanent`.
   * @defaultValue `'permanent'`; of a one-shot `'transient'`
   */
  readonly restart?: RestartType
  /**
   * Exit codes (0 to 255) that mean: done, as planned.
   * @defaultValue `[0]`
   */
  readonly successCodes?: readonly number[]
  /**
   * Exit codes (0 to 255) that mean: was told to stop.
   * @defaultValue `[]`
   */
  readonly shutdownCodes?: readonly number[]
  /**
   * The signal that asks it to stop.
   * @defaultValue `'SIGTERM'`
   */
  readonly stopSignal?: SignalName
  /**
   * Who gets the stop signal: the whole process group, or the `leader` only. SIGKILL always goes to the group.
   * @defaultValue `'group'`
   */
  readonly stopScope?: 'group' | 'leader'
  /**
   * A program and its arguments that asks it to stop, run instead of the signal: in the worker's `cwd`, with its
   * environment, plus `OTP_SUP_PID`, the worker's process id, and set up as the worker is: its `user`, `umask` and so on.
   * Its time is part of `shutdown`. If it cannot be run or fails, the worker gets the stop signal. Not with `shutdown: 'brutal_kill'`.
   * @defaultValue none: the stop signal asks
   */
  readonly stopCommand?: readonly string[]
  /**
   * How long it may take to stop once asked, with its unit. Then SIGKILL. `'infinity'` waits for ever;
   * `'brutal_kill'` kills without asking.
   * @defaultValue `'5s'`
   */
  readonly shutdown?: Duration | 'infinity' | 'brutal_kill'
  /**
   * When its start counts as done.
   * @defaultValue as soon as the process exists
   */
  readonly ready?: ReadyOptions
  /**
   * How long it may take to become ready, with its unit; then it is stopped and the start has failed.
   * @defaultValue `'30s'`; of a one-shot `'infinity'`
   */
  readonly startTimeout?: Duration | 'infinity'
  /**
   * How it is checked once it is ready. When too many checks in a row fail it is stopped as by any stop, and has failed
   * (kind `unhealthy`, class abnormal): its restart type decides what follows.
   * @defaultValue none: it is not checked
   */
  readonly health?: HealthOptions
  /**
   * What a failed start means while its supervisor boots. `'fail'`: the boot has failed, as in OTP. `'retry'`: it is
   * tried again like a failed restart, counted and with its `backoff`; what depends on it waits, and its supervisor is
   * up when it is. Not for `temporary` workers.
   * @defaultValue `'fail'`
   */
  readonly onStartFailure?: 'fail' | 'retry'
  /**
   * How long its restarts wait; `true` for the defaults of {@link BackoffOptions}.
   * @defaultValue `backoff` of its supervisor; without that it is restarted at once, as in OTP
   */
  readonly backoff?: BackoffOptions | true
  /**
   * Where its output goes.
   * @defaultValue `{ stdout: 'console', stderr: 'console' }`
   */
  readonly log?: LogOptions
  /**
   * How many copies to run, at least 1: siblings `ID@1` to `ID@n`, each with `OTP_SUP_INSTANCE` in its environment.
   * @defaultValue one child, called `ID`
   */
  readonly instances?: number
}

/** A worker, as plain data. Made by {@link worker}, or written by hand, also in JSON. */
export interface WorkerSpec<Id extends string = string, Dep extends string = string> extends WorkerOptions<Dep> {
  /** Letters, digits and `_ . @ -`; unique among its siblings. */
  readonly id: Id
}

/** Options of {@link supervisor}. OTP: the supervisor flags, and its child spec. */
export type SupervisorOptions<
  Dep extends string = string,
  Children extends readonly AnyChild[] = readonly AnyChild[],
> = ChildOptions<Dep> & {
  /**
   * Whom to restart when a child fails: it alone, all, or it and those that depend on it. `'simple_one_for_one'`: it
   * alone, and children are made of the `template`, by `startChild`.
   * @defaultValue `'one_for_one'`
   */
  readonly strategy?: Strategy
  /**
   * How many restarts within `period` are borne; one more and this supervisor gives up. A whole number from 0.
   * `'infinity'` never gives up: then each child that can be restarted needs a `backoff`.
   * @defaultValue `3` (OTP: 1)
   */
  readonly intensity?: number | 'infinity'
  /**
   * The window in which `intensity` counts, with its unit.
   * @defaultValue `'5s'`
   */
  readonly period?: Duration
  /**
   * Whether it stops by itself when significant children have ended.
   * @defaultValue `'never'`
   */
  readonly autoShutdown?: AutoShutdown
  /**
   * As a worker's: what its parent does when it ends.
   * @defaultValue `'permanent'`
   */
  readonly restart?: RestartType
  /**
   * How long its whole subtree may take to stop, with its unit; then all of it is killed. `'brutal_kill'` kills
   * without asking.
   * @defaultValue `'infinity'`: each child's own `shutdown` counts
   */
  readonly shutdown?: Duration | 'infinity' | 'brutal_kill'
  /**
   * Its children, in the order of their start. `false`, `null` and `undefined` are skipped.
   * @defaultValue `[]`
   */
  readonly children?: Children
  /**
   * What `simple_one_for_one` makes its children of: a worker or a supervisor. The children are called after its id,
   * `ID@1`, `ID@2` and so on. Only with that strategy, in place of `children`.
   */
  readonly template?: WorkerSpec | SupervisorSpec
  /**
   * The most children that `simple_one_for_one` has at a time, from 1.
   * @defaultValue no limit
   */
  readonly maxChildren?: number
  /**
   * Of the root only: how often CPU and memory of all workers are measured, with its unit. `limits` are judged by that.
   * @defaultValue `'5s'`
   */
  readonly monitorInterval?: Duration
  /**
   * Default of `backoff` for its children, workers and supervisors; not for theirs. `true` for the defaults of
   * {@link BackoffOptions}.
   * @defaultValue none: children are restarted at once, as in OTP
   */
  readonly backoff?: BackoffOptions | true
}

/** A supervisor, as plain data. Made by {@link supervisor}, or written by hand, also in JSON. */
export interface SupervisorSpec<Id extends string = string, Dep extends string = string>
  extends SupervisorOptions<Dep> {
  /** Letters, digits and `_ . @ -`; unique among its siblings. */
  readonly id: Id
}

/** What a child of `simple_one_for_one` has of its own, on top of the template. OTP: the extra arguments of start_child. */
export interface TemplateStart {
  /**
   * Letters, digits and `_ . @ -`; unique among its siblings.
   * @defaultValue the template's id and the next number, `room@1`
   */
  readonly id?: string
  /**
   * Appended to the template's arguments.
   * @defaultValue `[]`
   */
  readonly args?: readonly string[]
  /**
   * Merged over the template's environment.
   * @defaultValue `{}`
   */
  readonly env?: Readonly<Record<string, string>>
}

/** What may stand in a list of children; what is not there (`isProduction && worker(…)`) is skipped. */
export type AnyChild = WorkerSpec | SupervisorSpec | false | null | undefined
