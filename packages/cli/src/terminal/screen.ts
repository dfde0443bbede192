// The whole terminal for a while: another screen without a cursor, keys one by one; whatever happens, it is given back.
import { emitKeypressEvents } from 'node:readline'
import { isatty } from 'node:tty'

/** A key that was pressed. */
export type Key = {
  /** `up`, `return`, `c`, …; empty for what has no name. */
  readonly name: string
  /** What it writes; empty when it writes nothing. */
  readonly text: string
  readonly ctrl: boolean
}

/** The terminal, ours until `close`. */
export interface Screen {
  readonly size: () => { readonly columns: number; readonly rows: number }
  /** Shows these lines from the top; what is below them is cleared. */
  draw(lines: readonly string[]): void
  close(): void
}

const ENTER = '\u001B[?1049h\u001B[?25l'
const LEAVE = '\u001B[?25h\u001B[?1049l'
const HOME = '\u001B[H'
const CLEAR_LINE = '\u001B[K'
const CLEAR_BELOW = '\u001B[J'

/** Who hears what happens at the terminal. */
export type ScreenHearer = {
  readonly key: (key: Key) => void
  readonly resized: () => void
  /** The process is told to end. */
  readonly ended: () => void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Takes the terminal; null when there is none. */
export const openScreen = ({ key, resized, ended }: ScreenHearer): Screen | null => {
  const { stdin, stdout } = process
  if (!isatty(0) || !isatty(1)) return null
  const press = (text: string | undefined, { name = '', ctrl = false }: { name?: string; ctrl?: boolean }): void =>
    key({ name, ctrl, text: text ?? '' })
  const giveBack = (): void => void stdout.write(LEAVE)
  emitKeypressEvents(stdin)
  stdin.setRawMode(true)
  stdin.on('keypress', press).resume()
  stdout.on('resize', resized).write(ENTER)
  for (const signal of SIGNALS) process.on(signal, ended)
  process.on('exit', giveBack)
  return {
    // Some terminals do not know their size: it is 0 then.
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    draw: (lines) =>
      void stdout.write(
        HOME +
          lines
            .slice(0, stdout.rows || 24)
            .map((line) => line + CLEAR_LINE)
            .join('\r\n') +
          CLEAR_BELOW,
      ),
    close: () => {
      for (const signal of SIGNALS) process.off(signal, ended)
      process.off('exit', giveBack)
      stdout.off('resize', resized)
      stdin.off('keypress', press).pause()
      stdin.setRawMode(false)
      giveBack()
    },
  }
}
