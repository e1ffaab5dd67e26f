import dgram from 'node:dgram'
import dns from 'node:dns'
import { constants } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/** Node's permission model (version 24) knows files, processes, workers and addons, but no network: this closes it from inside. */
function closed(): never {
  throw Object.assign(new Error('the network is closed to this process'), { code: 'ERR_ACCESS_DENIED', permission: 'Net' })
}

const lookups = /^(lookup|resolve|reverse)/

/** Every object with functions that could open a connection or look up a name. */
const doors: readonly (readonly [object: object, functions: readonly string[]])[] = [
  [net, ['connect', 'createConnection', 'createServer', 'Server']],
  [net.Socket.prototype, ['connect']],
  [net.Server.prototype, ['listen']],
  [dgram, ['createSocket']],
  [dgram.Socket.prototype, ['bind', 'connect', 'send']],
  [dns, Object.keys(dns).filter((name) => lookups.test(name))],
  [dns.promises, Object.keys(dns.promises).filter((name) => lookups.test(name))],
  [dns.Resolver.prototype, Object.getOwnPropertyNames(dns.Resolver.prototype).filter((name) => lookups.test(name))],
  [dns.promises.Resolver.prototype, Object.getOwnPropertyNames(dns.promises.Resolver.prototype).filter((name) => lookups.test(name))],
  [globalThis, ['fetch', 'WebSocket', 'EventSource']],
  [process, ['_linkedBinding', 'dlopen']],
]

for (const [object, functions] of doors) for (const name of functions) fix(object, name, closed)

// The inner parts of Node would open sockets without the modules above; Emscripten asks only for the constants among them.
fix(process, 'binding', (name: unknown) => (name === 'constants' ? { fs: constants } : closed()))
// A standard stream that is a pipe carries the class whose objects connect to local sockets; files are read and written by number.
for (const stream of ['stdin', 'stdout', 'stderr']) fix(process, stream, undefined)
syncBuiltinESMExports()

function fix(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: false, configurable: false })
}
