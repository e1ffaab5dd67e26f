import { bytes as sized } from '../../base/text.ts'
import type { Member } from '../release.ts'
import { type Budget, spendEntry } from './budget.ts'
import type { Container, MemberFacts, MemberOut, Out } from './container.ts'
import type { UnpackLimits } from './limits.ts'
import type { Say } from './manifest.ts'
import { foldedName, safeName } from './names.ts'
import { type RefusalCode, Refused } from './refused.ts'
import type { Source } from './source.ts'
import type { Store, Stored } from './store.ts'

interface Collected {
  readonly container: Container
  /** Path of the container with its `!`, or '' for a folder. */
  readonly prefix: string
  /** Bytes of the container, for the ratio; infinite for a folder. */
  readonly size: number
  readonly store: Store
  readonly budget: Budget
  readonly say: Say
  readonly recognises: (source: Source, path: string) => boolean
  /** Told of every member while its bytes are at hand. */
  readonly look: (member: Member, source: Source) => void
}

/** Receives what one container holds: makes names safe, counts, stores, and says what it did. */
export class Collector implements Out {
  readonly #on: Collected
  /** Name and hash of each member so far, by the name that must be unique. */
  readonly #seen = new Map<string, { path: string; sha256: string }>()
  readonly #used = new Set<string>()
  readonly #numbers = new Map<string, number>()
  readonly #spools: Disposable[] = []
  #bytes = 0
  /** Members and refusals so far. */
  count = 0

  constructor(on: Collected) {
    this.#on = on
  }

  get limits(): UnpackLimits {
    return this.#on.budget.limits
  }

  begin(name: string, facts: MemberFacts = {}): MemberOut {
    this.#count()
    const safe = safeName(name)
    const filling = this.#on.store.fill()
    let ended = false
    return {
      write: (bytes) => {
        this.#ratio(bytes.length)
        filling.write(bytes)
      },
      end: () => {
        if (ended) return
        ended = true
        filling.end((source, stored) => this.#member(safe.path, facts, source, stored))
        if (safe.climbs !== undefined) this.refuse(safe.path, 'climbs-out', `${safe.climbs}; what it holds was read, not put there`)
      },
    }
  }

  refuse(name: string, code: RefusalCode, says: string): void {
    this.#count()
    const path = name === '' ? this.#on.prefix.replace(/!\/$/, '') : this.#on.prefix + safeName(name).path
    this.#on.say({ unopened: { path, code, says } })
  }

  recognises(source: Source, path: string): boolean {
    return this.#on.recognises(source, path)
  }

  async spool(fill: (write: (bytes: Uint8Array) => void) => Promise<void> | void): Promise<Source> {
    const spool = this.#on.store.spool()
    try {
      await fill((bytes) => {
        this.#ratio(bytes.length)
        spool.write(bytes)
      })
    } finally {
      this.#spools.push(spool.open())
    }
    return this.#spools.at(-1) as Source & Disposable
  }

  [Symbol.dispose](): void {
    for (const spool of this.#spools) spool[Symbol.dispose]()
  }

  #count(): void {
    this.count += 1
    spendEntry(this.#on.budget)
  }

  #ratio(bytes: number): void {
    const { ratio, ratioFrom } = this.#on.budget.limits
    this.#bytes += bytes
    if (this.#bytes > ratioFrom && this.#bytes > ratio * this.#on.size)
      throw new Refused('ratio', `${sized(this.#on.size)} grew to more than ${sized(this.#bytes - bytes)}: taken for a decompression bomb`)
  }

  #member(path: string, facts: MemberFacts, source: Source, stored: Stored): void {
    const unique = this.#unique(path, stored.sha256)
    if (unique === undefined) return
    const member: Member = {
      path: this.#on.prefix + unique,
      size: stored.size,
      sha256: stored.sha256,
      ...(facts.mode !== undefined && { mode: facts.mode & 0o7777 }),
    }
    this.#on.say({ member })
    this.#on.look(member, source)
  }

  /** A path that no member has yet; undefined for the same content under the same name, which hides nothing. */
  #unique(path: string, sha256: string): string | undefined {
    const key = this.#on.container.caseSensitive ? path : foldedName(path)
    const before = this.#seen.get(key)
    if (before?.path === path && before.sha256 === sha256) return undefined
    if (before === undefined) this.#seen.set(key, { path, sha256 })
    const free = this.#free(path)
    if (before?.path === path) this.refuse(path, 'collision', `there is more than one member of this name; installers keep the last: it is listed as ${free}`)
    else if (before && before.sha256 !== sha256)
      this.refuse(path, 'collision', `on Windows and macOS it has the same name as ${before.path}, with other content: the last one stays`)
    return free
  }

  #free(path: string): string {
    let free = path
    for (let number = this.#numbers.get(path) ?? 2; this.#used.has(free); number += 1) {
      free = `${path}#${number}`
      this.#numbers.set(path, number)
    }
    this.#used.add(free)
    return free
  }
}
