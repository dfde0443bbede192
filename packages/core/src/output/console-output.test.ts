import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it } from 'vitest'
import { virtualClock } from '../testing/virtual-clock.ts'
import { consoleOutput } from './console-output.ts'

/** A child's stream that says whether it is paused. */
class Source extends EventEmitter {
  paused = false
  pause(): void {
    this.paused = true
  }
  resume(): void {
    this.paused = false
  }
  says(text: string): void {
    this.emit('data', new TextEncoder().encode(text))
  }
}

/** A stream of ours that remembers each write. */
class Target extends EventEmitter {
  readonly writes: string[] = []
  full = false
  write(text: string): boolean {
    this.writes.push(text)
    return !this.full
  }
}

function setUp(color = false) {
  const [stdout, stderr, clock] = [new Target(), new Target(), virtualClock()]
  const output = consoleOutput({ stdout, stderr, colors: { stdout: color, stderr: color }, clock })
  const child = (path: string) => {
    const [out, err] = [new Source(), new Source()]
    const lines = [
      output.console.begin({ path, stream: 'stdout' }, out),
      output.console.begin({ path, stream: 'stderr' }, err),
    ]
    out.on('data', (chunk: Uint8Array) => lines[0]?.write(chunk))
    err.on('data', (chunk: Uint8Array) => lines[1]?.write(chunk))
    return { out, err, ended: () => lines.forEach((each) => each.ended(() => {})) }
  }
  return { stdout, stderr, clock, output, child }
}

let world: ReturnType<typeof setUp>
beforeEach(() => {
  world = setUp()
})

describe('what a child prints', () => {
  it('is prefixed by its path, one write for a chunk', () => {
    world.child('shop/db').out.says('one\ntwo\n')
    expect(world.stdout.writes).toEqual(['shop/db | one\nshop/db | two\n'])
  })

  it('goes from stdout to stdout and from stderr to stderr', () => {
    const child = world.child('shop/db')
    child.out.says('fine\n')
    child.err.says('bad\n')
    expect([world.stdout.writes, world.stderr.writes]).toEqual([['shop/db | fine\n'], ['shop/db | bad\n']])
  })

  it('has a coloured path, always the same colour for the same path', () => {
    const { child, stdout } = setUp(true)
    child('shop/db').out.says('a\n')
    child('shop/db').out.says('a\n')
    // oxlint-disable-next-line no-control-regex -- colours are control sequences
    expect(stdout.writes[0]).toMatch(/^\u001b\[\d+mshop\/db \|\u001b\[0m a\n$/)
    expect(stdout.writes[1]).toBe(stdout.writes[0])
  })

  it('is shown as a piece after 200 ms of silence', () => {
    world.child('shop/db').out.says('name? ')
    world.clock.advanceTo(199)
    expect(world.stdout.writes).toEqual([])
    world.clock.advanceTo(200)
    expect(world.stdout.writes).toEqual(['shop/db | name? …\n'])
  })

  it('counts its silence from the last chunk', () => {
    const child = world.child('shop/db')
    child.out.says('a')
    world.clock.advanceTo(150)
    child.out.says('b')
    world.clock.advanceTo(349)
    expect(world.stdout.writes).toEqual([])
    child.out.says('c\n')
    expect(world.stdout.writes).toEqual(['shop/db | abc\n'])
    expect(world.clock.nextMs()).toBe(null)
  })

  it('is shown when the child has ended, and no timer is left', () => {
    const child = world.child('shop/db')
    child.out.says('x')
    child.ended()
    expect(world.stdout.writes).toEqual(['shop/db | x…\n'])
    child.out.says('from an orphan')
    expect(world.stdout.writes[1]).toBe('shop/db | from an orphan…\n')
    expect(world.clock.nextMs()).toBe(null)
  })
})

describe('a slow console', () => {
  it('pauses the child that wrote, until it has drained', () => {
    const [db, api] = [world.child('shop/db'), world.child('shop/api')]
    world.stdout.full = true
    db.out.says('a\n')
    expect([db.out.paused, db.err.paused, api.out.paused]).toEqual([true, false, false])
    world.stdout.emit('drain')
    expect(db.out.paused).toBe(false)
  })

  it.each(['error', 'close'])('that says %s is written to no more, and blocks nobody', (event) => {
    const db = world.child('shop/db')
    world.stdout.full = true
    db.out.says('a\n')
    world.stdout.emit(event, new Error('EPIPE'))
    expect(db.out.paused).toBe(false)
    db.out.says('b\n')
    expect([world.stdout.writes, db.out.paused]).toEqual([['shop/db | a\n'], false])
    world.stdout.emit('error', new Error('EPIPE'))
  })
})
