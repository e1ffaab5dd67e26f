import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { checkedAddress, type Resolve } from './address.ts'
import { ask } from './request.ts'

const names = (table: Readonly<Record<string, readonly string[]>>): Resolve => {
  return async (name) => (table[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}

async function listening(answer: RequestListener): Promise<{ readonly server: Server; readonly port: number; readonly asked: () => number } & AsyncDisposable> {
  let count = 0
  const server = createServer((request, response) => {
    count++
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { server, port: (server.address() as AddressInfo).port, asked: () => count, [Symbol.asyncDispose]: close }
}

describe('addresses outside', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '240.0.0.1',
    '::1',
    '[::1]',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'ff02::1',
  ])('%s is refused', async (address) => {
    await expect(checkedAddress(address, { allow: [] })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  })

  it('public ones are taken, and what is allowed inside', async () => {
    expect(await checkedAddress('93.184.216.34', { allow: [] })).toEqual({ address: '93.184.216.34', family: 4 })
    expect(await checkedAddress('2606:2800:220:1::1', { allow: [] })).toMatchObject({ family: 6 })
    expect(await checkedAddress('10.1.2.3', { allow: ['10.1.0.0/16'] })).toMatchObject({ address: '10.1.2.3' })
    await expect(checkedAddress('10.2.2.3', { allow: ['10.1.0.0/16'] })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  })

  it('a name is refused when one of its addresses is, and when it has none', async () => {
    const resolve = names({ 'mixed.invalid': ['93.184.216.34', '127.0.0.1'] })
    await expect(checkedAddress('mixed.invalid', { allow: [], resolve })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
    await expect(checkedAddress('none.invalid', { allow: [], resolve })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  })
})

describe('asking outside', () => {
  const inside = { allow: ['127.0.0.1/32'] }

  it('refuses an address inside without connecting', async () => {
    await using inner = await listening((_, response) => response.end('secret'))
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
      await expect(ask(new URL(`http://${host}:${inner.port}/`), {}, { allow: [] })).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect(inner.asked()).toBe(0)
  })

  it('connects to the address that was checked, whatever the name says a moment later', async () => {
    await using wanted = await listening((_, response) => response.end('wanted'))
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    const resolved: string[] = []
    const resolve: Resolve = async (name) => {
      resolved.push(name)
      return (answers.shift() ?? []).map((address) => ({ address, family: 4 }))
    }
    const answer = await ask(new URL(`http://rebinding.invalid:${wanted.port}/`), {}, { ...inside, resolve })
    expect(Buffer.from(answer.body).toString()).toBe('wanted')
    expect(resolved).toEqual(['rebinding.invalid'])
  })

  it('checks each redirect again, and takes no secret along', async () => {
    const seen: (string | undefined)[] = []
    await using last = await listening((request, response) => {
      seen.push(request.headers.authorization)
      response.end('there')
    })
    await using first = await listening((request, response) => {
      const to = request.url === '/inside' ? `http://10.0.0.1:${last.port}/` : request.url === '/loop' ? '/loop' : `http://second.invalid:${last.port}/`
      response.writeHead(302, { location: to }).end()
    })
    const policy = { ...inside, resolve: names({ 'first.invalid': ['127.0.0.1'], 'second.invalid': ['127.0.0.1'] }) }
    const start = (path: string) => ask(new URL(`http://first.invalid:${first.port}${path}`), { headers: { authorization: 'Bearer x' }, redirects: 3 }, policy)
    expect((await start('/')).url.hostname).toBe('second.invalid')
    expect(seen).toEqual([undefined])
    await expect(start('/inside')).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect((await start('/loop')).status).toBe(302)
  })

  it('gives up on too much, on too long, and on what is no web address', async () => {
    await using server = await listening((request, response) => {
      if (request.url === '/slow') return
      response.end('x'.repeat(2000))
    })
    const at = (path: string) => new URL(`http://127.0.0.1:${server.port}${path}`)
    await expect(ask(at('/'), { mostBytes: 1000 }, inside)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
    await expect(ask(at('/slow'), { timeout: 200 }, inside)).rejects.toMatchObject({ name: 'AbortError' })
    await expect(ask(new URL('file:///etc/passwd'), {}, inside)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
    await expect(ask(new URL('http://user:secret@127.0.0.1/'), {}, inside)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  })
})
