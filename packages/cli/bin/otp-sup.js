#!/usr/bin/env node
// Plain JavaScript on purpose: it must exist before the first build (pnpm links bins at install time) and must parse
// on a Node that is far too old, to say so.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const supported = (version) => {
  const [major, minor, patch] = version.split('.').map(Number)
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 2)
  if (major === 24) return minor >= 15
  return major >= 26
}

const refuse = (line) => {
  console.error(line)
  process.exitCode = 1
}

const main = new URL('../dist/main.js', import.meta.url)
if (!supported(process.versions.node)) {
  refuse(
    `otp-sup: cannot run on Node.js ${process.versions.node}: it needs 22.22.2, 24.15 or 26, or newer ones of these lines. Try: npx -y node@24 ${process.argv[1]}`,
  )
} else if (!existsSync(main)) {
  refuse(`otp-sup: cannot run: ${fileURLToPath(main)} does not exist yet. Build it first: npx -y pnpm@12 build`)
} else {
  void import(main.href)
    .then((module) => module.main(process.argv.slice(2)))
    // All output is out by now. What a tree file has left open (a timer, a connection) must not keep us.
    .then((code) => process.exit(code))
}
