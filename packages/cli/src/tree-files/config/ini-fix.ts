// Ways out are written as in YAML and TypeScript; a reader of INI gets them in the rules of INI.

/** `Write command: ["node", "api.js"].` is `Write command = node api.js.` */
export function iniFix(fix: string): string {
  return flattened(fix)
    .replaceAll(/([\w.-]+): (\[[^\]]*\]|"[^"]*"|true|false|\d+)/g, (_, key: string, value: string) =>
      `${key} = ${iniValue(value)}`.trimEnd(),
    )
    .replaceAll(/\[[^\]]*\]|"[^"]*"/g, iniValue)
}

/** `env: { NAME: "value" }` is `env.NAME: "value"`. */
function flattened(fix: string): string {
  const flat = fix.replaceAll(/\b([a-zA-Z][\w.-]*): \{ ([^{}]*) \}/g, (_, key: string, inside: string) =>
    inside
      .split(', ')
      .map((each) => `${key}.${each}`)
      .join(' and '),
  )
  return flat === fix ? fix : flattened(flat)
}

function iniValue(json: string): string {
  try {
    const value: unknown = JSON.parse(json)
    return Array.isArray(value) ? value.map((item) => iniWord(String(item))).join(' ') : String(value)
  } catch {
    return json // A section, or quotes of a sentence.
  }
}

function iniWord(word: string): string {
  return word === '' || /\s/.test(word) ? `"${word}"` : word
}
