import { readSync } from 'node:fs'
import type { Member, Unopened, Unpacked } from '../release.ts'
import type { ManifestLine, Pending } from './manifest.ts'
import { isRefusalCode, type RefusalCode } from './refused.ts'

/**
 * What the unpacking process has said so far. That process worked on hostile bytes: nothing of it is taken unless it has
 * the right form.
 */
export class Outcome {
  readonly #members = new Map<string, Member>()
  readonly #unopened: Unopened[] = []
  readonly #pending = new Map<string, Pending>()
  #artifact: Member
  #opening: string | undefined
  #bytes = 0
  #done = false
  #offset = 0
  #rest = Buffer.alloc(0)

  constructor(name: string) {
    this.#artifact = { path: name, size: 0, sha256: '' }
  }

  get count(): number {
    return this.#members.size
  }

  get spent(): { bytes: number; entries: number } {
    return { bytes: this.#bytes, entries: this.#members.size + this.#unopened.length }
  }

  get pending(): Pending[] {
    return [...this.#pending.values()]
  }

  /** A new process writes a new manifest. */
  restart(): void {
    this.#offset = 0
    this.#rest = Buffer.alloc(0)
  }

  /** Takes what has been added to the manifest. */
  take(manifest: number): void {
    const buffer = Buffer.allocUnsafe(2 ** 18)
    for (
      let count = readSync(manifest, buffer, 0, buffer.length, this.#offset);
      count > 0;
      count = readSync(manifest, buffer, 0, buffer.length, this.#offset)
    ) {
      this.#offset += count
      const text = Buffer.concat([this.#rest, buffer.subarray(0, count)])
      const end = text.lastIndexOf(0x0a) + 1
      this.#rest = text.subarray(end)
      for (const line of text.toString('utf8', 0, end).split('\n')) if (line !== '') this.line(parsed(line))
    }
  }

  /** Notes what broke the process while it opened something. False when nothing is left to go on with. */
  giveUp(code: RefusalCode, says: string): boolean {
    if (this.#done) return false
    this.#unopened.push({ path: this.#opening ?? this.#artifact.path, code, says })
    if (this.#opening !== undefined) this.#pending.delete(this.#opening)
    this.#opening = undefined
    return this.#pending.size > 0
  }

  /** Says of everything that still waits that it was not opened. */
  leaveRest(code: RefusalCode, says: string): void {
    for (const path of this.#pending.keys()) this.#unopened.push({ path, code, says })
    this.#pending.clear()
  }

  unpacked(folder: string): Unpacked {
    return { folder, artifact: this.#artifact, members: [...this.#members.values()], unopened: this.#unopened }
  }

  /** Takes one line. */
  line(line: { readonly [Part in ManifestPart]?: unknown }): void {
    if (isMember(line.artifact)) this.#artifact = memberOf(line.artifact)
    if (isMember(line.member)) this.#members.set(line.member.path, memberOf(line.member))
    if (isUnopened(line.unopened)) this.#unopened.push(line.unopened)
    if (isPending(line.pending)) this.#pending.set(line.pending.path, line.pending)
    if (typeof line.opening === 'string') this.#opening = line.opening
    if (typeof line.opened === 'string') this.#opened(line.opened, line.container)
    if (typeof line.bytes === 'number') this.#bytes = line.bytes
    if (line.done === true) this.#done = true
  }

  #opened(path: string, container: unknown): void {
    this.#opening = undefined
    this.#pending.delete(path)
    if (typeof container !== 'string') return
    const member = this.#members.get(path)
    if (member) this.#members.set(path, { ...member, container })
    else if (path === this.#artifact.path) this.#artifact = { ...this.#artifact, container }
  }
}

type ManifestPart = ManifestLine extends infer Line ? (Line extends unknown ? keyof Line : never) : never
type Loose = Readonly<Record<string, unknown>>

function parsed(text: string): Loose {
  try {
    const line: unknown = JSON.parse(text)
    return isLoose(line) ? line : {}
  } catch {
    return {}
  }
}

function isLoose(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null
}

function isMember(value: unknown): value is Member {
  return (
    isLoose(value) &&
    typeof value.path === 'string' &&
    Number.isSafeInteger(value.size) &&
    typeof value.sha256 === 'string' &&
    /^([0-9a-f]{64})?$/.test(value.sha256)
  )
}

function memberOf({ path, size, sha256, mode }: Member): Member {
  return { path, size, sha256, ...(typeof mode === 'number' && { mode }) }
}

function isUnopened(value: unknown): value is Unopened {
  return isLoose(value) && typeof value.path === 'string' && isRefusalCode(value.code) && typeof value.says === 'string'
}

function isPending(value: unknown): value is Pending {
  return isLoose(value) && typeof value.path === 'string' && typeof value.sha256 === 'string' && typeof value.depth === 'number' && Array.isArray(value.within)
}
