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

it('what checks ask with is hidden: arguments, headers, and who asks for what in URLs', () => {
  const http = { http: 'http://me:s3cr3t@localhost:80/up?key=s3cr3t', header: { 'x-up': 's3cr3t' }, status: 200 }
  const spec = { ready: { exec: ['ask', '--password', 's3cr3t'] }, health: http }
  expect(withoutSecrets(spec)).toEqual({
    ready: { exec: ['ask', '***', '***'] },
    health: { http: 'http://***@localhost:80/up?***', header: { 'x-up': '***' }, status: 200 },
  })
  expect(withoutSecrets({ http: 'http://localhost:80/up' })).toEqual({ http: 'http://localhost:80/up' })
})
