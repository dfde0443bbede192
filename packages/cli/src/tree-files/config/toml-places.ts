// Where the parts of a TOML document stand: the parser tells it of errors only. The document is known to be right, so
// this looks no closer than it takes to find keys and values.
import type { At } from './text-tree.ts'

type Walk = {
  readonly text: string
  readonly offsets: Map<string, number>
  /** How many tables an array of tables has so far. */
  readonly counts: Map<string, number>
  position: number
}

/** Where a part begins, or the innermost one around it that is there: an option may be missing. */
export function tomlOffsets(text: string): (at: At) => number {
  const walk: Walk = { text, offsets: new Map(), counts: new Map(), position: 0 }
  let table: At = []
  for (skip(BLANK, walk); walk.position < text.length; skip(BLANK, walk)) {
    if (text[walk.position] === '[') table = readHeader(walk)
    else readEntry(table, walk)
  }
  return (at) => {
    for (let length = at.length; length > 0; length -= 1) {
      const offset = walk.offsets.get(JSON.stringify(at.slice(0, length)))
      if (offset !== undefined) return offset
    }
    return 0
  }
}

const BLANK = /(?:[ \t\r\n,]|#[^\n]*)*/y
const DOT = /[ \t]*\.[ \t]*/y
const EQUALS = /[ \t]*=[ \t]*/y
const KEY = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+/y
const TEXT = /"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y
/** A date may have a blank before its time. */
const SCALAR = /\d{4}-\d\d-\d\d \d[^\s,\]}#]*|[^\s,\]}#]+/y

function skip(pattern: RegExp, walk: Walk): string {
  pattern.lastIndex = walk.position
  const [found = ''] = pattern.exec(walk.text) ?? []
  walk.position += found.length
  return found
}

function readHeader(walk: Walk): At {
  const isArray = walk.text.startsWith('[[', walk.position)
  walk.position += isArray ? 2 : 1
  skip(BLANK, walk)
  const { position } = walk
  const keys = readKeys(walk)
  skip(BLANK, walk)
  walk.position += isArray ? 2 : 1
  const table = keys.reduce<At>(
    (at, key, index) => tableAt([...at, key], isArray && index === keys.length - 1, walk),
    [],
  )
  note(table, position, walk)
  return table
}

/** Of an array of tables its last one, or a new one. */
function tableAt(at: At, isNew: boolean, { counts }: Walk): At {
  const place = JSON.stringify(at)
  const count = (counts.get(place) ?? 0) + (isNew ? 1 : 0)
  if (count === 0) return at
  counts.set(place, count)
  return [...at, count - 1]
}

function readEntry(table: At, walk: Walk): void {
  const { position } = walk
  const at = [...table, ...readKeys(walk)]
  for (let length = table.length + 1; length < at.length; length += 1) note(at.slice(0, length), position, walk)
  skip(EQUALS, walk)
  readValue(at, walk)
}

function readKeys(walk: Walk): readonly string[] {
  const keys: string[] = []
  do keys.push(keyText(skip(KEY, walk)))
  while (skip(DOT, walk) !== '')
  return keys
}

function keyText(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1)
  if (!written.startsWith('"')) return written
  return String(JSON.parse(written.replaceAll(/\\(?<escape>U[\da-fA-F]{8}|[^])/g, inJson)))
}

/** TOML has three escapes that JSON has not. */
function inJson(written: string, escape: string): string {
  if (escape === 'e') return '\\u001b'
  if (escape === 'x') return '\\u00'
  if (!escape.startsWith('U')) return written
  return JSON.stringify(String.fromCodePoint(Number.parseInt(escape.slice(1), 16))).slice(1, -1)
}

function readValue(at: At, walk: Walk): void {
  note(at, walk.position, walk)
  const first = walk.text[walk.position]
  if (first === '[') readInside(']', walk, (index) => readValue([...at, index], walk))
  else if (first === '{') readInside('}', walk, () => readEntry(at, walk))
  else skip(first === '"' || first === "'" ? TEXT : SCALAR, walk)
}

function readInside(end: string, walk: Walk, read: (index: number) => void): void {
  walk.position += 1
  skip(BLANK, walk)
  for (let index = 0; walk.position < walk.text.length && walk.text[walk.position] !== end; index += 1) {
    read(index)
    skip(BLANK, walk)
  }
  walk.position += 1
}

function note(at: At, offset: number, { offsets }: Walk): void {
  const place = JSON.stringify(at)
  if (!offsets.has(place)) offsets.set(place, offset)
}
