// A key that stands twice in one object of a JSON text: JSON.parse keeps the last one without a word.

/** The first such key of a text that JSON.parse has read as `value`, or null. */
export function keyTwice(text: string, value: unknown): string | null {
  return keysWritten(text) === keysKept(value) ? null : firstTwice(text)
}

/** A text, and the colon that makes it a key. */
const TEXTS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g

const keysWritten = (text: string): number => {
  let keys = 0
  for (const [, colon] of text.matchAll(TEXTS)) if (colon !== undefined) keys += 1
  return keys
}

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
