import { describe, expect, it } from 'vitest'
import { placeInSource } from './source-place.ts'

const source = `import { supervisor, worker } from 'otp-sup'
export default supervisor('shop', {
  children: [
    worker("db", { command: ['db'] }),
    { id: 'api', command: ['api'] },
    worker('twin', {}), worker('twin', {}),
    worker(\`x.y\`, {}),
  ],
})`

describe('the place of a spec in a program', () => {
  it.each([
    ['shop', 2, 16],
    ['shop/db', 4, 5],
    ['shop/api', 5, 7],
    ['shop/x.y', 7, 5],
  ])('of %s is %i:%i', (path, line, column) => {
    expect(placeInSource(source, path)).toEqual({ line, column })
  })

  it.each(['shop/twin', 'shop/computed-1', ''])('of "%s" is not known', (path) => {
    expect(placeInSource(source, path)).toBeNull()
  })
})
