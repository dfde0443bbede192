import { expect, it } from 'vitest'
import { withoutSecrets } from './secrets.ts'

it('values of env are hidden, however deep; the rest is not touched', () => {
  const spec = { id: 'a', env: { TOKEN: 's3cr3t' }, children: [{ id: 'b', env: { PIN: '1' }, args: ['--env'] }] }
  expect(withoutSecrets({ ok: true, value: spec })).toEqual({
    ok: true,
    value: { id: 'a', env: { TOKEN: '***' }, children: [{ id: 'b', env: { PIN: '***' }, args: ['--env'] }] },
  })
  expect(withoutSecrets({ ok: false, error: 'not_found' })).toEqual({ ok: false, error: 'not_found' })
  expect(withoutSecrets({ env: 7 })).toEqual({ env: '***' })
})
