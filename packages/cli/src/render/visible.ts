/** One line, whatever the text holds: nothing in it may move the cursor or pass for a line of ours. */
export function visible(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, escaped).trim()
}

/** JSON leaves those after the ASCII as they are, and terminals obey them. */
function escaped(character: string): string {
  const json = JSON.stringify(character).slice(1, -1)
  return json === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}` : json
}
