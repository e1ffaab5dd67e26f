import ipaddr from 'ipaddr.js'
import { isAddress, rangeTest } from '../base/net.ts'
import type { Internal } from './warning-input.ts'

/** Ranges that are never anybody's address on the Internet: link-local, and 0.0.0.0/8 (RFC 6890). */
const neverPublic = ['169.254.0.0/16', 'fe80::/10', '0.0.0.0/8'] as const

/** Longest name that is looked for, in words between separators. */
const mostAtoms = 12

const address4 = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)/g
const reversed4 = /(?<![\w.])(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?=\.in-addr\.arpa)/gi
const dashed4 = /(?<!\d)(\d{1,3})([-_])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?!\d)/g
const address6 = /(?<![\w:.])(?=[0-9a-f]{0,4}:[0-9a-f:]{0,39}:)(?:[0-9a-f:]{1,30}?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]{2,39}(?!\.\d))(?![\w:])/gi
const mailbox = /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@[\p{L}\p{N}.-]{1,253}/gu
/** Folder of a user: Windows, macOS, Linux, in either slash, doubled or not. */
const userFolder = /((?:^|[^\p{L}\p{N}])(?:users|home|documents and settings)(?:[\\/]{1,4}))([^\\/:*?"<>|\r\n]{1,64})/giu
const sharedFolders = new Set(['public', 'default', 'default user', 'all users', 'shared', '%username%', '*', '<user>', '[user]'])

/** One thing that does not leave, and what stands for it. */
export interface Replacement {
  readonly kind: 'host' | 'account' | 'mailbox' | 'address' | 'domain'
  readonly inside: string
  readonly outside: string
}

/**
 * Puts stand-ins for what is inside: `host-1` for the first host that is met, and so on, always the same within one document. Whole names are
 * looked for, between characters that are neither letter nor digit, in any case; of two that fit, the longer one.
 */
export class Pseudonyms {
  readonly #given = new Map<string, Replacement>()
  readonly #counts = new Map<string, number>()
  readonly #hosts = new Map<string, string>()
  readonly #users = new Set<string>()
  readonly #domains: ReadonlySet<string>
  readonly #addresses: ReadonlyMap<string, string>
  readonly #isInside: (address: string) => boolean
  readonly #kept: ReadonlySet<string>

  /** `published` are mailboxes that an advisory names: these are no secret of the house. */
  constructor(internal: Internal, published: Iterable<string> = []) {
    this.#domains = new Set(internal.domains.map((name) => name.toLowerCase()))
    this.#addresses = new Map([...internal.addresses].map(([ip, host]) => [plain(ip), host.toLowerCase()]))
    this.#isInside = rangeTest([...internal.ranges, ...neverPublic])
    this.#kept = new Set([...published].map((value) => value.toLowerCase()))
    for (const user of internal.users) this.#addUser(user)
    // Full names first: a short one that is the beginning of a full one is the same host.
    const full = internal.hosts.filter((host) => host.includes('.'))
    for (const host of [...full, ...internal.hosts]) this.#addHost(host)
  }

  get replacements(): readonly Replacement[] {
    return [...this.#given.values()]
  }

  /** The text with stand-ins for everything that is inside. */
  text(value: string): string {
    if (value.length < 2) return value
    const mailed = value.replace(mailbox, (found) => this.#mailbox(found))
    const homes = mailed.replace(
      userFolder,
      (_, before: string, user: string) => before + (sharedFolders.has(user.toLowerCase()) ? user : this.#stand('account', user)),
    )
    return this.#names(this.#withoutAddresses(homes))
  }

  /** True where the text holds nothing that is inside. */
  isPublic(value: string): boolean {
    return this.text(value) === value
  }

  #withoutAddresses(value: string): string {
    return value
      .replace(address6, (found) => this.#address(found) ?? found)
      .replace(reversed4, (found, a: string, b: string, c: string, d: string) => this.#address(`${d}.${c}.${b}.${a}`) ?? found)
      .replace(address4, (found) => this.#address(found) ?? found)
      .replace(dashed4, (found, a: string, _: string, b: string, c: string, d: string) => this.#address(`${a}.${b}.${c}.${d}`) ?? found)
  }

  #address(text: string): string | undefined {
    if (!isAddress(text)) return undefined
    const ip = plain(text)
    const host = this.#addresses.get(ip) ?? this.#hosts.get(ip)
    if (host !== undefined) return this.#stand('host', this.#hosts.get(host) ?? host)
    return this.#isInside(ip) ? this.#stand('address', ip) : undefined
  }

  /** `App@18.12.416` is a release, and no mailbox. */
  #mailbox(found: string): string {
    const domain = found
      .slice(found.lastIndexOf('@') + 1)
      .toLowerCase()
      .replace(/\.$/, '')
    const isMailDomain = /\.\p{L}[\p{L}\p{N}-]*$/u.test(domain) && !/^v?\d+\.\d+\.\d/.test(domain)
    if (this.#kept.has(found.toLowerCase()) || !(isMailDomain || this.#hosts.has(domain) || this.#domains.has(domain))) return found
    return this.#stand('mailbox', found)
  }

  #addHost(name: string): void {
    const host = name.trim().toLowerCase().replace(/\.$/, '')
    if (host.length < 2 || this.#hosts.has(plain(host))) return
    this.#hosts.set(plain(host), host)
    if (isAddress(host)) return
    const dot = host.indexOf('.')
    // The short name of a host is told as often as the long one.
    const short = host.slice(0, Math.max(0, dot))
    if (short.length > 1 && !this.#hosts.has(short)) this.#hosts.set(short, host)
  }

  #addUser(name: string): void {
    const user = name.trim().toLowerCase()
    if (user.length < 2) return
    this.#users.add(user)
    const bare = user.slice(user.lastIndexOf('\\') + 1)
    if (bare.length > 1) this.#users.add(bare)
  }

  /** Names of hosts, users and domains, wherever they begin and end between other characters than letters and digits. */
  #names(value: string): string {
    const atoms = [...value.matchAll(/[\p{L}\p{N}]+/gu)].map(({ index, 0: atom }) => [index, index + atom.length] as const)
    let result = ''
    let written = 0
    for (let from = 0; from < atoms.length; from++) {
      const found = this.#longest(value, atoms, from)
      if (!found) continue
      result += value.slice(written, found.start) + found.outside
      written = found.end
      from = found.last
    }
    return result + value.slice(written)
  }

  #longest(
    value: string,
    atoms: readonly (readonly [number, number])[],
    from: number,
  ): { start: number; end: number; last: number; outside: string } | undefined {
    const start = atoms[from]?.[0] ?? 0
    for (let last = Math.min(atoms.length, from + mostAtoms) - 1; last >= from; last--) {
      const end = atoms[last]?.[1] ?? start
      const outside = this.#standIn(value.slice(start, end).toLowerCase())
      if (outside !== undefined) return { start, end, last, outside }
    }
    return undefined
  }

  #standIn(text: string): string | undefined {
    const host = this.#hosts.get(text)
    if (host !== undefined) return this.#stand('host', host)
    if (this.#users.has(text)) return this.#stand('account', text)
    if (this.#domains.has(text)) return this.#stand('domain', text)
    if (/[^a-z0-9._-]/.test(text)) return undefined
    for (let dot = text.indexOf('.'); dot > 0; dot = text.indexOf('.', dot + 1)) {
      if (this.#domains.has(text.slice(dot + 1))) return this.#stand('host', text)
    }
    return undefined
  }

  #stand(kind: Replacement['kind'], inside: string): string {
    const key = `${kind} ${inside.toLowerCase()}`
    const known = this.#given.get(key)
    if (known) return known.outside
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const outside = `${kind === 'domain' ? 'internal-domain' : kind}-${count}`
    this.#given.set(key, { kind, inside, outside })
    return outside
  }
}

function plain(ip: string): string {
  return isAddress(ip) ? ipaddr.process(ip).toString() : ip.toLowerCase()
}
