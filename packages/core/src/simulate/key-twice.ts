// A key that stands twice in one object of a JSON text: JSON.parse keeps the last one without a word.

/** The first such key of a text that JSON.parse has read as `value`, or null. */
export function keyTwice(text: string, value: unknown): string | null {
  return keysWritten(text) === keysKept(value) ? null : firstTwice(text)
}

// Runs over each line of a batch, so it makes nothing: a key is a text with a colon behind it.
const keysWritten = (text: string): number => {
  let keys = 0
  for (let from = text.indexOf('"'); from !== -1; ) {
    const end = endOfText(text, from)
    let next = end + 1
    while (isSpace(text.charCodeAt(next))) next += 1
    if (text[next] === ':') keys += 1
    from = text.indexOf('"', next)
  }
  return keys
}

const endOfText = (text: string, from: number): number => {
  let end = text.indexOf('"', from + 1)
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

const isEscaped = (text: string, at: number): boolean => {
  let first = at
  while (text[first - 1] === '\\') first -= 1
  return (at - first) % 2 === 1
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d

const keysKept = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0
  let keys = Array.isArray(value) ? 0 : Object.keys(value).length
  for (const each of Object.values(value)) keys += keysKept(each)
  return keys
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?|[{}]/g

const firstTwice = (text: string): string | null => {
  const objects: Set<string>[] = []
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === '{') objects.push(new Set())
    else if (token === '}') objects.pop()
    else if (token.endsWith(':')) {
      const key: string = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1))
      const keys = objects.at(-1)
      if (keys?.has(key)) return key
      keys?.add(key)
    }
  }
  return null
}
