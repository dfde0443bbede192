import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outlet, type Parcel, type Send } from './outlet.ts'

const settled = async (way: ReturnType<typeof outlet>, texts: readonly string[], isWanted = () => true) => {
  const errors: (string | null)[] = []
  await new Promise<void>((resolve) => {
    const settle: Parcel['settle'] = (error) => {
      if (errors.push(error?.message ?? null) === texts.length) resolve()
    }
    for (const text of texts) way.put({ bytes: Buffer.from(text), isWanted, settle })
  })
  return errors
}

/** A reader that takes so many bytes at a time, in turn; none is: not now. */
const reader = (takes: readonly number[]) => {
  let [text, turn] = ['', 0]
  const send: Send = (bytes) => {
    const count = Math.min(takes[turn++ % takes.length] ?? 0, bytes.length)
    text += Buffer.from(bytes.subarray(0, count)).toString('latin1')
    return count
  }
  return { send, text: () => text }
}

describe('what is printed', () => {
  it('is out at once when its reader takes it', () => {
    const { send, text } = reader([100])
    const way = outlet(send)
    way.put({ bytes: Buffer.from('now'), isWanted: () => true, settle: () => {} })
    expect(text()).toBe('now')
  })

  it('comes whole and in order, whatever the reader takes at a time', async () => {
    const anyTakes = fc
      .array(fc.nat(4), { minLength: 1, maxLength: 4 })
      .filter((takes) => takes.some((count) => count > 0))
    const anyTexts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(anyTakes, anyTexts, async (takes, texts) => {
        const { send, text } = reader(takes)
        const way = outlet(send)
        expect(await settled(way, texts)).toEqual(texts.map(() => null))
        expect([text(), way.waiting]).toEqual([texts.join(''), 0])
      }),
      { numRuns: 50 },
    )
  })

  it('may be put by whoever hears that the one before is out', async () => {
    const { send, text } = reader([1])
    const way = outlet(send)
    await new Promise<void>((resolve) => {
      const put = (left: string): void => {
        const settle = (): void => (left.length > 1 ? put(left.slice(1)) : resolve())
        way.put({ bytes: Buffer.from(left.slice(0, 1)), isWanted: () => true, settle })
      }
      put('abc')
    })
    expect([text(), way.waiting]).toEqual(['abc', 0])
  })

  it('is told when its reader has gone, each piece by itself', async () => {
    const way = outlet(() => {
      throw new Error('EPIPE')
    })
    expect(await settled(way, ['a', 'b'])).toEqual(['EPIPE', 'EPIPE'])
  })

  it('is given up when nobody wants it any more', async () => {
    let isWanted = true
    const way = outlet(() => {
      isWanted = false
      return 0
    })
    expect(await settled(way, ['a', 'b'], () => isWanted)).toEqual(['nobody reads it', 'nobody reads it'])
  })
})
