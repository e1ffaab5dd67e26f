import { spawnSync } from 'node:child_process'
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { flagsOf } from '../../base/apart/start.ts'
import { defaultUnpackLimits } from './limits.ts'
import { rights } from './run-child.ts'

const temporary = temporaryFolder()
const folder = realpathSync(temporary.path)
const allowed = join(folder, 'allowed')
mkdirSync(allowed)
writeFileSync(join(folder, 'secret.txt'), 'secret')
const server = createServer((_, response) => response.end('reached'))
let port = 0

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.close()
  temporary[Symbol.dispose]()
})

/** Runs code as the process that unpacks would; what it prints, or the code of the error that it meets. */
function inChild(code: string): string {
  const probe = join(allowed, 'probe.mjs')
  writeFileSync(
    probe,
    `import ${JSON.stringify(pathToFileURL(join(import.meta.dirname, '..', '..', 'base', 'apart', 'confine.ts')).href)}
import fs from 'node:fs'
const done = (text) => fs.writeSync(1, String(text))
try { ${code} } catch (error) { done(error.code ?? error.message) }`,
  )
  const flags = flagsOf(rights({ artifact: '', isFolder: false, folder: allowed, name: '', limits: defaultUnpackLimits, spent: { bytes: 0, entries: 0 } }))
  return spawnSync(process.execPath, [...flags, probe], { encoding: 'utf8', env: {}, timeout: 20_000 }).stdout
}

describe('the process that unpacks', () => {
  it('runs at all, and may write its folder', () => {
    expect(inChild(`fs.writeFileSync(${JSON.stringify(join(allowed, 'written'))}, 'x'); done('written')`)).toBe('written')
  })

  it.each([
    ['read another file', `done(fs.readFileSync(${JSON.stringify(join(folder, 'secret.txt'))}, 'utf8'))`],
    ['read a file of the system', `done(fs.readFileSync('/etc/hosts', 'utf8'))`],
    ['write elsewhere', `fs.writeFileSync(${JSON.stringify(join(folder, 'elsewhere'))}, 'x'); done('written')`],
    ['start a program', `const { spawnSync } = await import('node:child_process'); const run = spawnSync('true'); if (run.error) throw run.error; done('ran')`],
    ['start a worker', `const { Worker } = await import('node:worker_threads'); new Worker('0', { eval: true }); done('ran')`],
    ['load an addon', `process.dlopen({ exports: {} }, '/nowhere.node'); done('loaded')`],
    ['reach the inner parts of Node', `process.binding('tcp_wrap'); done('reached')`],
  ])('cannot %s', (_, code) => {
    expect(inChild(code)).toBe('ERR_ACCESS_DENIED')
  })

  it('is really beside a server that others reach', async () => {
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('reached')
  })

  it.each([
    ['fetch', (at: number) => `await fetch('http://127.0.0.1:${at}/'); done('reached')`],
    [
      'http',
      (at: number) =>
        `const http = await import('node:http'); await new Promise((ok, no) => http.get('http://127.0.0.1:${at}/', ok).on('error', no)); done('reached')`,
    ],
    [
      'net',
      (at: number) =>
        `const net = await import('node:net'); await new Promise((ok, no) => net.connect(${at}, '127.0.0.1', ok).on('error', no)); done('reached')`,
    ],
    [
      'a socket',
      (at: number) =>
        `const { Socket } = await import('node:net'); await new Promise((ok, no) => new Socket().connect(${at}, '127.0.0.1', ok).on('error', no)); done('reached')`,
    ],
    [
      'getBuiltinModule',
      (at: number) =>
        `const net = process.getBuiltinModule('net'); await new Promise((ok, no) => net.connect(${at}, '127.0.0.1', ok).on('error', no)); done('reached')`,
    ],
    [
      'http2',
      (at: number) =>
        `const http2 = await import('node:http2'); await new Promise((ok, no) => http2.connect('http://127.0.0.1:${at}/', ok).on('error', no)); done('reached')`,
    ],
    [
      'tls',
      (at: number) =>
        `const tls = await import('node:tls'); await new Promise((ok, no) => tls.connect(${at}, '127.0.0.1', { rejectUnauthorized: false }, ok).on('error', no)); done('reached')`,
    ],
    ['a datagram', (at: number) => `const dgram = await import('node:dgram'); dgram.createSocket('udp4').send('x', ${at}, '127.0.0.1'); done('sent')`],
    [
      'a look-up of a name',
      () => `const dns = await import('node:dns'); await new Promise((ok, no) => dns.lookup('localhost', (e) => e ? no(e) : ok())); done('reached')`,
    ],
    ['a query of a name', () => `const dns = await import('node:dns/promises'); await new dns.Resolver().resolve4('example.invalid'); done('reached')`],
    ['the class of a pipe', () => `const { constructor } = process.stdin._handle; new constructor(0); done('reached')`],
    ['listening', () => `const net = await import('node:net'); new net.Server().listen(0); done('listens')`],
  ])('cannot reach the network by %s', (_, code) => {
    expect(inChild(code(port))).toMatch(/^(ERR_ACCESS_DENIED|fetch failed|Cannot read properties of undefined \(reading '_handle'\))$/)
  })
})
