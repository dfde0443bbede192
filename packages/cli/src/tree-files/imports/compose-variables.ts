// Variables in compose files: `$VAR`, `${VAR}`, `${VAR:-value}`, `${VAR:?why}`, `$$`.

const VARIABLE = /\$(?:(?<escaped>\$)|(?<plain>[A-Za-z_]\w*)|\{(?<name>[A-Za-z_]\w*)(?<rest>[^}]*)\})/g

/** The text with variables as we write them. One that is not set is empty to compose, not an error. */
export function composeText(text: string): string {
  return text.replaceAll(VARIABLE, (...match) => {
    const { escaped, plain, name, rest = '' } = match.at(-1) as Readonly<Record<string, string | undefined>>
    if (escaped !== undefined) return text[Number(match.at(-3)) + 2] === '{' ? '$$' : '$'
    if (plain !== undefined) return `\${${plain}:-}`
    if (/^:?\?/.test(rest)) return `\${${name}}`
    return `\${${name}:-${/^:?-/.test(rest) ? rest.replace(/^:?-/, '') : ''}}`
  })
}
