// Relative paths belong to the folder of the tree file: they change when the tree is written to another folder.
import { isAbsolute, join } from 'node:path'
import type { LogOptions, SinkOptions, WorkerOptions } from '@otp-sup/core'
import type { Imported } from './draft.ts'

/** The same tree, for a file from whose folder the old one is reached by `way`. */
export function rebased(imported: Imported, way: string): Imported {
  if (way === '' || way === '.') return imported
  const workers = imported.workers.map((worker) => ({ ...worker, options: optionsFrom(way, worker.options) }))
  return { ...imported, workers }
}

function optionsFrom(way: string, options: Partial<WorkerOptions>): Partial<WorkerOptions> {
  const { cwd = '.', envFile, log } = options
  return {
    ...options,
    cwd: pathFrom(way, cwd),
    ...(envFile === undefined ? {} : { envFile: each(envFile, (file) => pathFrom(way, file)) }),
    ...(log === undefined ? {} : { log: logFrom(way, log) }),
  }
}

function pathFrom(way: string, path: string): string {
  return isAbsolute(path) || path.startsWith('${') ? path : join(way, path)
}

function logFrom(way: string, { stdout, stderr }: LogOptions): LogOptions {
  const sink = (from: SinkOptions): SinkOptions =>
    typeof from === 'string' ? from : { file: pathFrom(way, from.file) }
  return {
    ...(stdout === undefined ? {} : { stdout: each(stdout, sink) }),
    ...(stderr === undefined ? {} : { stderr: each(stderr, sink) }),
  }
}

function each<Value extends string | object>(
  value: Value | readonly Value[],
  change: (one: Value) => Value,
): Value | readonly Value[] {
  return Array.isArray(value) ? value.map((one: Value) => change(one)) : change(value as Value)
}
