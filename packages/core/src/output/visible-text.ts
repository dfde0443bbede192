// Children's text must not move our cursor or retitle our terminal; it may be coloured.

const RESET = '\u001b[0m'
// SGR sequences first, then what is left of C0 (but the tab), DEL and C1.
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const COLOR_OR_CONTROL = /\u001b\[[\d;:]*m|[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g

// oxlint-disable-next-line no-control-regex -- as above
const COLOR = /\u001b\[[\d;:]*m/g

/** A text without its colours. */
export function uncolored(text: string): string {
  return text.includes('\u001b') ? text.replace(COLOR, '') : text
}

/** Control characters as `cat -v` shows them (`^[`, `^M`, `M-^[`); colours pass, and end with the text. */
export function visibleText(text: string): string {
  let last = RESET
  const visible = text.replace(COLOR_OR_CONTROL, (found) => {
    if (found.length === 1) return caret(found.charCodeAt(0))
    last = found
    return found
  })
  return last === RESET || last === '\u001b[m' ? visible : visible + RESET
}

function caret(code: number): string {
  if (code === 0x7f) return '^?'
  return code < 0x20 ? `^${String.fromCharCode(code + 64)}` : `M-^${String.fromCharCode(code - 64)}`
}
