import { consoleOutput, nodeClock } from './real-launcher.ts'

type TextStream = Parameters<typeof consoleOutput>[0]['stdout']

/** A console without colours that writes both streams to one. `troubles` hears of other sinks. */
export const realConsole = (stream: TextStream, troubles: string[] = []) =>
  consoleOutput({
    stdout: stream,
    stderr: stream,
    colors: { stdout: false, stderr: false },
    clock: nodeClock(),
    onTrouble: (message) => troubles.push(message),
  })
