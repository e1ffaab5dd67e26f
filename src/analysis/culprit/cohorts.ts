import type { Facts } from './facts.ts'
import { type Install, installsOf } from './installs.ts'
import { always, type Candidate } from './problem.ts'

/**
 * What may explain a destination:
 * - `release`: product and version; a host is exposed from its installation on.
 * - `product`: any version of it, known or not; from the first on.
 * - `changed`: any release of it that came while the evidence was running; from the first such change on. It holds
 *   what several bad releases in a row have in common, and leaves out hosts that have an old one only.
 */
export interface Member {
  readonly kind: 'release' | 'product' | 'changed'
  readonly product: string
  readonly vendor: string
  /** For `release`; empty otherwise. */
  readonly version: string
}

/** Candidates that no evidence can tell apart: the same hosts since the same days. */
export interface Cohort extends Candidate {
  /** The most telling of each product first. */
  readonly members: readonly Member[]
  /** Contacts of these hosts can be dated against an installation; parallel to `hosts`. */
  readonly fresh: Uint8Array
}

const day = 86_400

/**
 * Prior weight of a candidate most of whose hosts got it while the evidence was running, against one that was there
 * before: software that changed is the likelier to change its behaviour, but old software is exploited and steered
 * as well. It decides where the contacts cannot tell a release from the product that has long been there.
 */
const freshWeight = 5

/** Cohorts of two hosts or more, merged where identical. Every product has the same prior weight, shared by its candidates. */
export function cohortsOf(facts: Facts): readonly Cohort[] {
  const drafts = [...byProduct(facts)].flatMap(([product, releases]) => draftsOf(product, releases)).filter((draft) => draft.exposure.size >= 2)
  const weightOf = new Map<string, number>()
  for (const draft of drafts) weightOf.set(draft.member.product, (weightOf.get(draft.member.product) ?? 0) + weight(draft))
  const classes = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const key = draftKey(draft)
    const same = classes.get(key)
    if (same) same.push(draft)
    else classes.set(key, [draft])
  }
  return [...classes.values()].map((same) => merged(same, facts.span.from, weightOf))
}

function weight(draft: Draft): number {
  return isFresh(draft) ? freshWeight : 1
}

function isFresh({ exposure }: Draft): boolean {
  return 2 * [...exposure.values()].filter((install) => install.fresh).length > exposure.size
}

/** A release speaks for its cohort while it is new; one that has long been there no more than the product does. */
function telling(same: readonly Draft[]): readonly Member[] {
  const order = same.some(isFresh) ? ['release', 'changed', 'product'] : ['product', 'release', 'changed']
  return same.map((draft) => draft.member).sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

interface ProductRelease {
  readonly vendor: string
  readonly version: string
  readonly installs: readonly Install[]
}

interface Draft {
  readonly member: Member
  readonly exposure: ReadonlyMap<number, Install>
}

function byProduct(facts: Facts): ReadonlyMap<string, readonly ProductRelease[]> {
  const installs = installsOf(facts)
  const products = new Map<string, ProductRelease[]>()
  for (const [index, { product, vendor, version }] of facts.releases.entries()) {
    const release = { vendor, version, installs: installs[index] ?? [] }
    const own = products.get(product)
    if (own) own.push(release)
    else products.set(product, [release])
  }
  return products
}

function draftsOf(product: string, releases: readonly ProductRelease[]): readonly Draft[] {
  const vendor = releases.find((release) => release.vendor !== '')?.vendor ?? ''
  const all = releases.flatMap((release) => release.installs)
  const draft = (kind: Member['kind'], exposure: Draft['exposure'], version = ''): Draft => ({ member: { kind, product, vendor, version }, exposure })
  const [only] = releases
  // A product of one version is that release, and has nothing else to tell.
  if (releases.length === 1 && only) return [draft(only.version === '' ? 'product' : 'release', earliest(all), only.version)]
  return [
    ...releases.filter(({ version }) => version !== '').map((release) => draft('release', earliest(release.installs), release.version)),
    draft('product', earliest(all)),
    draft('changed', earliest(all.filter((install) => install.fresh))),
  ]
}

function earliest(installs: readonly Install[]): ReadonlyMap<number, Install> {
  const first = new Map<number, Install>()
  for (const install of installs) {
    const known = first.get(install.host)
    if (!known || install.since < known.since) first.set(install.host, install)
  }
  return first
}

function draftKey({ exposure }: Draft): string {
  const entries = [...exposure].sort(([a], [b]) => a - b)
  return entries.map(([host, { since }]) => `${host}:${Math.floor(since / day)}`).join(' ')
}

/** Seconds relative to the start of the evidence, so that they fit 31 bits whatever the date. */
export function relative(time: number, origin: number): number {
  return Math.max(always, Math.min(2 ** 31 - 2, Math.floor(time - origin)))
}

function merged(same: readonly Draft[], origin: number, weightOf: ReadonlyMap<string, number>): Cohort {
  const installs = [...earliest(same.flatMap((draft) => [...draft.exposure.values()])).values()].sort((a, b) => a.host - b.host)
  return {
    members: telling(same),
    hosts: Int32Array.from(installs, (install) => install.host),
    since: Int32Array.from(installs, (install) => (install.since === always ? always : relative(install.since, origin))),
    fresh: Uint8Array.from(installs, (install) => (install.fresh ? 1 : 0)),
    weight: same.reduce((sum, draft) => sum + weight(draft) / (weightOf.get(draft.member.product) ?? 1), 0),
  }
}
