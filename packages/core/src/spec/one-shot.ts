import type { ChildSpec } from './child-spec.ts'

/** Whether it is a one-shot, which is ready when it is done. */
export function isOneShot(spec: ChildSpec | undefined): boolean {
  return spec?.type === 'worker' && spec.program.ready.kind === 'exit'
}
