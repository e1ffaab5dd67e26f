import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import { log } from '../../base/log.ts'
import { Frames, jsonOf, type LineKind } from './frames.ts'

export interface ReceiverSettings {
  readonly workspace: string
  readonly address: string
  readonly port: number
  readonly tls: { readonly certificate: Buffer; readonly key: Buffer }
  /** Certificates that clients have to be signed by (PEM); absent: any client may send. */
  readonly clients?: Buffer
  /** Milliseconds after which what was received is read. */
  readonly every?: number
}

/** Bytes of a file after which it is read, and connections at once. */
const mostBytes = 64 * 2 ** 20
const mostConnections = 200
/** Milliseconds without a byte after which a connection is closed. */
const idle = 3600_000

interface OpenFile {
  readonly path: string
  readonly descriptor: number
  bytes: number
}

/**
 * Takes syslog over TLS (RFC 5425) and keeps the JSON lines of Zeek and Suricata that it carries as files of evidence: a line is in the file before the next is
 * taken, and every few seconds the file is closed, written through to the disk and handed on. What a killed service left is handed on at the next start.
 */
export class SyslogReceiver implements AsyncDisposable {
  readonly #folder: string
  readonly #server: Server
  readonly #onFiles: (files: readonly string[]) => Promise<void>
  readonly #files = new Map<LineKind, OpenFile>()
  readonly #timer: NodeJS.Timeout
  #taken = 0
  #passedOver = 0

  private constructor(settings: ReceiverSettings, onFiles: (files: readonly string[]) => Promise<void>) {
    this.#folder = join(settings.workspace, 'inbox', 'syslog')
    this.#onFiles = onFiles
    const { certificate, key } = settings.tls
    const trust = settings.clients === undefined ? {} : { ca: settings.clients, requestCert: true, rejectUnauthorized: true }
    this.#server = createServer({ cert: certificate, key, minVersion: 'TLSv1.2', ...trust }, (socket) => this.#serve(socket))
    this.#server.maxConnections = mostConnections
    this.#server.on('tlsClientError', (error) => log.warn({ reason: messageOf(error) }, 'a syslog client was refused'))
    this.#timer = setInterval(() => void this.handOn(), settings.every ?? 10_000)
    this.#timer.unref()
  }

  /** Throws ADDRESS_IN_USE. */
  static async start(settings: ReceiverSettings, onFiles: (files: readonly string[]) => Promise<void>): Promise<SyslogReceiver> {
    const receiver = new SyslogReceiver(settings, onFiles)
    mkdirSync(receiver.#folder, { recursive: true, mode: 0o700 })
    await new Promise<void>((resolve, reject) => receiver.#server.once('error', reject).listen(settings.port, settings.address, resolve)).catch(
      (cause: unknown) => {
        throw new GatehouseError('ADDRESS_IN_USE', `syslog cannot be taken on ${settings.address}:${settings.port}: ${messageOf(cause)}`, {
          hint: 'Set another serve.syslogPort, or 0 to take none.',
          cause,
        })
      },
    )
    await receiver.#leftOver()
    return receiver
  }

  get port(): number {
    const bound = this.#server.address()
    return typeof bound === 'object' && bound ? bound.port : 0
  }

  /** Lines that were kept, and records that were passed over, since the start. */
  get counts(): { readonly taken: number; readonly passedOver: number } {
    return { taken: this.#taken, passedOver: this.#passedOver }
  }

  /** Closes what was received and hands it on to be read. */
  async handOn(): Promise<void> {
    const files = [...this.#files.values()].filter(({ bytes }) => bytes > 0)
    this.#files.clear()
    const ready = files.map(({ path, descriptor }) => {
      fsyncSync(descriptor)
      closeSync(descriptor)
      const whole = path.replace(/\.part$/, '')
      renameSync(path, whole)
      return whole
    })
    if (ready.length > 0) await this.#onFiles(ready)
  }

  #serve(socket: TLSSocket): void {
    const frames = new Frames()
    socket.setTimeout(idle, () => socket.destroy())
    socket.on('error', (error) => log.warn({ reason: messageOf(error) }, 'a syslog connection broke off'))
    socket.on('data', (bytes: Buffer) => {
      const { records, passedOver } = frames.take(bytes)
      this.#passedOver += passedOver
      for (const record of records) this.#keep(record)
    })
  }

  #keep(record: string): void {
    const found = jsonOf(record)
    if (!found) {
      this.#passedOver += 1
      return
    }
    const file = this.#files.get(found.kind) ?? this.#open(found.kind)
    file.bytes += writeSync(file.descriptor, `${found.line}\n`)
    this.#taken += 1
    if (file.bytes > mostBytes) void this.handOn()
  }

  #open(kind: LineKind): OpenFile {
    const path = join(this.#folder, `${kind}-${Date.now()}-${randomUUID().slice(0, 8)}.ndjson.part`)
    const file = { path, descriptor: openSync(path, 'wx', 0o600), bytes: 0 }
    this.#files.set(kind, file)
    return file
  }

  async #leftOver(): Promise<void> {
    const parts = readdirSync(this.#folder).filter((file) => file.endsWith('.ndjson.part'))
    const whole = parts.map((file) => {
      const path = join(this.#folder, file.replace(/\.part$/, ''))
      renameSync(join(this.#folder, file), path)
      return path
    })
    if (whole.length > 0) await this.#onFiles(whole)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
      this.#server.unref()
      setTimeout(resolve, 500)
    })
    await this.handOn()
  }
}
