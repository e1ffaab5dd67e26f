import { z } from 'zod'
import { type Capability, capabilities } from '../releases/capability.ts'
import { type Fact, type FactClass, factClasses } from '../releases/fact.ts'
import { type Identity, type Member, type Publication, type Signature, type Unopened, unopenedCodes } from '../releases/release.ts'
import type { ChangedFile, VettedRelease, Vetting } from '../releases/vetting.ts'
import { severity } from './finding.ts'
import { pageOf, pageQuery } from './page.ts'

const texts = z.array(z.string()).readonly()
const namesOf = <Name extends string>(words: Readonly<Record<Name, string>>) => z.enum(Object.keys(words) as [Name, ...Name[]])
const capability = namesOf<Capability>(capabilities)
const place = z.object({ offset: z.number().exactOptional(), line: z.number().exactOptional() })

const vetWord = z.enum(['ALLOW', 'HOLD', 'BLOCK']).meta({ id: 'VetWord' })

const fact = z.object({
  class: namesOf<FactClass>(factClasses),
  name: z.string(),
  points: z.number(),
  says: z.string(),
  now: z.string(),
  before: z.string().exactOptional(),
  path: z.string().exactOptional(),
  place: place.exactOptional(),
  technique: z.string().exactOptional(),
  innocentIf: z.string().exactOptional(),
}) satisfies z.ZodType<Fact>

const identity = z.object({
  ecosystem: z.string(),
  name: z.string(),
  version: z.string().exactOptional(),
  purl: z.string().exactOptional(),
}) satisfies z.ZodType<Identity>

const member = z.object({
  path: z.string(),
  size: z.number(),
  sha256: z.string(),
  mode: z.number().exactOptional(),
  container: z.string().exactOptional(),
}) satisfies z.ZodType<Member>

const signature = z.object({
  scheme: z.string(),
  path: z.string(),
  state: z.enum(['valid', 'invalid', 'absent', 'cannot tell']),
  because: texts,
  signer: z
    .object({ subject: z.string(), organisation: z.string().exactOptional(), id: z.string().exactOptional(), issuer: z.string().exactOptional() })
    .exactOptional(),
  signedAt: z.string().exactOptional(),
  traits: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number(), z.boolean(), z.null()]), place: place.exactOptional() })).readonly(),
}) satisfies z.ZodType<Signature>

const published = {
  publishedAt: z.string().exactOptional(),
  publisher: z.string().exactOptional(),
  provenance: z.boolean().nullable(),
}
const publication = z.object({
  registry: z.string(),
  ...published,
  history: z.array(z.object({ version: z.string(), ...published })).readonly(),
  dependencies: z.record(z.string(), z.object({ firstPublishedAt: z.string().exactOptional(), publishedAt: z.string().exactOptional() })).exactOptional(),
}) satisfies z.ZodType<Publication>

const release = z
  .object({
    identity,
    artifact: member,
    signatures: z.array(signature).readonly(),
    publication: publication.exactOptional(),
    capabilities: z.array(capability).readonly(),
    files: z.number(),
    bytes: z.number(),
  })
  .meta({ id: 'VettedRelease' }) satisfies z.ZodType<VettedRelease>

const changedFile = z.object({
  path: z.string(),
  change: z.enum(['added', 'removed', 'changed', 'renamed', 'same']),
  was: z.string().exactOptional(),
  size: z.number().exactOptional(),
  sizeBefore: z.number().exactOptional(),
  reader: z.string().exactOptional(),
  novelUnits: z.number().exactOptional(),
  lostUnits: z.number().exactOptional(),
  points: z.number(),
}) satisfies z.ZodType<ChangedFile>

const unopened = z.object({ path: z.string(), code: z.enum(unopenedCodes), says: z.string() }) satisfies z.ZodType<Unopened>

export const vetting = z
  .object({
    word: vetWord,
    conclusion: z.string(),
    points: z.number(),
    release,
    previous: release.exactOptional(),
    basis: z.enum(['given', 'workspace', 'registry', 'none']),
    facts: z.array(fact).readonly(),
    tree: z.array(changedFile).readonly(),
    gained: z.array(capability).readonly(),
    lost: z.array(capability).readonly(),
    unopened: z.array(unopened).readonly(),
    missed: texts.exactOptional(),
    notes: texts,
    rules: z.array(z.object({ name: z.string(), version: z.string() })).readonly(),
    at: z.string(),
    seconds: z.number(),
  })
  .meta({ id: 'Vetting' }) satisfies z.ZodType<Vetting>

export const vettingSummary = z
  .object({
    /** SHA-256 of the artifact. */
    id: z.string(),
    ecosystem: z.string(),
    name: z.string(),
    /** Empty: not known. */
    version: z.string(),
    word: vetWord,
    at: z.string(),
  })
  .meta({ id: 'VettingSummary' })
export type VettingSummary = z.infer<typeof vettingSummary>
export const vettingPage = pageOf(vettingSummary).meta({ id: 'VettingPage' })
export const vettingQuery = pageQuery.extend({ name: z.string().max(300).optional() })

/** An uploaded file or `npm:name@version`; compared with what is named, else with the release before. */
const target = z.union([z.object({ upload: z.string() }), z.object({ package: z.string().max(300) })])
export const newVetting = z
  .object({ release: target, against: target.optional(), advisory: z.string().max(64).optional(), offline: z.boolean().default(false) })
  .meta({ id: 'NewVetting' })

export const productSummary = z
  .object({
    product: z.string(),
    vendor: z.string(),
    releases: z.number().int(),
    /** Hosts that have it now, counted for each release. */
    hosts: z.number().int(),
    /** The gravest finding that names it or one of its releases; null: none. */
    severity: severity.nullable(),
    /** The newest verdict on one of its releases. */
    vetted: vetWord.nullable(),
  })
  .meta({ id: 'ProductSummary' })
export type ProductSummary = z.infer<typeof productSummary>

export const productQuery = pageQuery.extend({
  /** In the name of the product or of its vendor. */
  text: z.string().max(200).optional(),
  /** Exactly this vendor. */
  vendor: z.string().min(1).max(500).optional(),
  sort: z.enum(['hosts', 'name', 'severity']).default('hosts'),
})
/** With the vendors that the text lets through, those of most products first. */
export const productPage = pageOf(productSummary)
  .extend({ vendors: z.array(z.object({ value: z.string(), count: z.number().int() })) })
  .meta({ id: 'ProductPage' })

const installedRelease = z.object({
  /** Empty: not known. */
  version: z.string(),
  /** Hosts that have it now. */
  hosts: z.number().int(),
  /** First and last installation, where inventories say. */
  since: z.string().nullable(),
  last: z.string().nullable(),
  severity: severity.nullable(),
  vettings: z.array(vettingSummary),
})

export const productDetail = z
  .object({
    product: z.string(),
    vendor: z.string(),
    releases: z.array(installedRelease),
    findings: z.number().int(),
  })
  .meta({ id: 'ProductDetail' })

/** Which host has which release. `until`: when another version took its place. */
export const installationPage = pageOf(
  z.object({
    host: z.string(),
    version: z.string(),
    since: z.string().nullable(),
    until: z.string().nullable(),
    /** inventory: told by the host; passive: read off traffic. */
    basis: z.string(),
  }),
).meta({ id: 'InstallationPage' })
export const installationQuery = pageQuery.extend({ product: z.string().max(1000), version: z.string().max(300).optional() })

/** One release of a product. */
export const behaviourQuery = z.object({ version: z.string().min(1).max(300) })

const cohort = z.number().int().min(0)

/**
 * Destinations outside that a larger share of the hosts with a release talk to than of the hosts with another release of the product, and than of
 * those without the product: counted, not judged. The totals are hosts with traffic at all.
 */
export const releaseBehaviour = z
  .object({
    version: z.string(),
    with: cohort,
    /** While they had another release. */
    older: cohort,
    without: cohort,
    items: z.array(z.object({ destination: z.string(), with: cohort, older: cohort, without: cohort, first: z.string() })),
  })
  .meta({ id: 'ReleaseBehaviour' })
export type ReleaseBehaviour = z.infer<typeof releaseBehaviour>
