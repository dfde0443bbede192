import { tmpdir } from 'node:os'
import type { LaunchOrder, Program } from './real-launcher.ts'

/** An order for a leaf that runs this program, everything else by default. */
export function leafOrder(path: string, program: Partial<Program>): LaunchOrder {
  const id = path.slice(path.lastIndexOf('/') + 1)
  return {
    path,
    incarnation: 1,
    run: 'test-run',
    lastExit: null,
    spec: {
      type: 'worker',
      id,
      restart: 'permanent',
      significant: false,
      shutdownMs: 5000,
      dependsOn: 'all_before',
      backoff: null,
      startTimeoutMs: 30_000,
      limits: null,
      onStartFailure: 'fail',
      successCodes: [0],
      shutdownCodes: [],
      source: { id, command: [] },
      program: {
        command: 'true',
        args: [],
        display: ['true'],
        cwd: tmpdir(),
        env: {},
        envFiles: [],
        inheritEnv: true,
        preferLocal: false,
        shell: false,
        ready: { kind: 'spawned' },
        health: null,
        stopSignal: 'SIGTERM',
        stopScope: 'group',
        stopCommand: null,
        sinks: { stdout: [{ kind: 'console' }], stderr: [{ kind: 'console' }] },
        attributes: null,
        ...program,
      },
    },
  }
}
