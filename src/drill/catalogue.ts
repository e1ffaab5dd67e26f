import type { DrillOptions } from './options.ts'
import type { Role } from './organisation.ts'
import { type Random, stream } from './random.ts'
import { outside, type Site, traffics } from './site.ts'

/** The places that people go to. */
export interface Catalogue {
  readonly common: Shelf
  readonly role: Readonly<Partial<Record<Role, Shelf>>>
  readonly tail: Shelf
  /** Refused by policy. */
  readonly blocked: Shelf
  /** A name that nobody has seen yet. */
  readonly fresh: () => Site
}

/** Sites with their popularity, the most popular first. */
export interface Shelf {
  readonly sites: readonly Site[]
  /** Cumulative shares. */
  readonly shares: Float64Array
}

const first =
  'amber bold brave bright brisk calm clear clever coral crisp daily early eager easy fair first fresh gentle glad golden grand green happy honest jolly keen kind large light lively lucky mellow merry mild modern noble north open plain prime proud quick quiet rapid royal sharp silver simple smart smooth solid south still sunny swift tall true vivid warm west wise young'.split(
    ' ',
  )
const second =
  'acre anchor apple arbour atlas badge basket beacon bench bloom board book bridge brook cabin canvas castle chart cliff coast cove crown desk dune echo field fjord forge garden gate glade grove guide harbour hill house index island journal kettle lake lamp lane lantern ledger market meadow mill mirror moor orchard page path pier pilot pond press quay ridge river road sail shelf shore signal spring square stable stone street studio table tower trail valley view village wagon wharf window wood yard'.split(
    ' ',
  )

/** Popularity falls with rank^-0.8: web requests seen at proxies follow Zipf with 0.64 … 0.83 (Breslau et al., INFOCOM 1999). */
const zipf = 0.8

export function makeCatalogue(options: DrillOptions): Catalogue {
  const random = stream([options.seed, 501])
  const names = makeNames(random)
  const shelf = (count: number, make: (name: string, rank: number) => Site) => shelve(Array.from({ length: count }, (_, rank) => make(names(), rank)))
  const roles: readonly Role[] = ['office', 'finance', 'engineering', 'call-centre', 'management']
  const content = [contentNetwork('fastedge.example'), contentNetwork('static-delivery.example')]
  return {
    common: shelve([...content, ...Array.from({ length: 60 }, (_, rank) => page(names(), rank))]),
    role: Object.fromEntries(roles.map((role) => [role, shelf(25, page)])),
    tail: shelf(300 + 4 * options.hosts, page),
    blocked: shelf(8, (name) => outside(name, traffics.pages, { denied: true })),
    fresh: () => page(names(), random.below(100)),
  }
}

/** One draw by popularity. */
export function drawSite(shelf: Shelf, random: Random): Site {
  const dice = random.unit()
  let low = 0
  let high = shelf.shares.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((shelf.shares[middle] ?? 1) > dice) high = middle
    else low = middle + 1
  }
  const site = shelf.sites[low]
  if (site === undefined) throw new RangeError('an empty shelf')
  return site
}

function shelve(sites: readonly Site[]): Shelf {
  const weights = sites.map((_, rank) => (rank + 1) ** -zipf)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let sum = 0
  const shares = weights.map((weight) => {
    sum += weight / total
    return sum
  })
  return { sites, shares: Float64Array.from(shares) }
}

/** One site in twelve still speaks plain HTTP; half of them answer at www. */
function page(name: string, rank: number): Site {
  return outside(rank % 2 === 0 ? `www.${name}` : name, rank % 12 === 7 ? traffics.plainPages : traffics.pages)
}

function contentNetwork(name: string): Site {
  return outside(name, { ...traffics.pages, contacts: 1.6, received: [120_000, 1.2] }, { shards: 160 })
}

/** Two words each, in an order of the seed's; then with a number. */
function makeNames(random: Random): () => string {
  const pairs = random.shuffled(first.flatMap((one) => second.map((other) => `${one}-${other}`)))
  let used = 0
  return () => {
    const round = Math.floor(used / pairs.length)
    const pair = pairs[used++ % pairs.length] ?? 'site'
    return `${pair}${round > 0 ? `-${round + 1}` : ''}.example`
  }
}
