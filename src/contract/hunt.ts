import { z } from 'zod'
import type {
  Hunt,
  HuntedAdvisory,
  HuntedEvidence,
  HuntedHost,
  HuntedIndicator,
  HuntedInstallation,
  HuntedPattern,
  HuntedProduct,
  HuntTie,
  NamedIn,
  Sighting,
  UnreadFile,
  Untested,
} from '../model/hunt.ts'
import { evidenceRef } from './finding.ts'
import { verdictWord } from './status.ts'

const texts = z.array(z.string()).readonly()
const indicatorWord = z.enum(['HIT', 'SEEN', 'NOT SEEN', 'CANNOT TELL'])
const firstAndLast = { first: z.string().exactOptional(), last: z.string().exactOptional() }

const sighting = z.object({
  way: z.enum([
    ...['contacted', 'looked up', 'answered', 'called from outside', 'requested', 'certificate', 'fingerprint', 'file', 'ran', 'loaded', 'written', 'read'],
    ...['installed', 'registry', 'mutex', 'cookie', 'mail', 'alert', 'vetted', 'pattern'],
  ] as const),
  met: texts,
  relation: z.enum(['exact', 'below', 'in range', 'with query', 'same name']),
  hosts: texts,
  rows: z.number(),
  blocked: z.number(),
  ...firstAndLast,
  evidence: z.array(evidenceRef).readonly(),
}) satisfies z.ZodType<Sighting>

const namedIn = z.object({ advisory: z.string(), place: z.string(), sentence: z.string() }) satisfies z.ZodType<NamedIn>

const indicator = z.object({
  type: z.string(),
  value: z.string(),
  role: z.string(),
  word: indicatorWord,
  demoted: z.string().exactOptional(),
  sightings: z.array(sighting).readonly(),
  hosts: texts,
  rows: z.number(),
  blocked: z.number(),
  ...firstAndLast,
  needs: z.string().exactOptional(),
  sources: z.array(namedIn).readonly(),
}) satisfies z.ZodType<HuntedIndicator>

const installation = z.object({
  host: z.string(),
  product: z.string(),
  vendor: z.string(),
  version: z.string(),
  state: z.enum(['affected', 'not affected', 'unknown']),
  because: z.string(),
  confidence: z.number(),
  by: z.string(),
  purl: z.string().exactOptional(),
  since: z.string().exactOptional(),
  until: z.string().exactOptional(),
  daysCovered: z.number().exactOptional(),
  evidence: z.array(evidenceRef).readonly(),
}) satisfies z.ZodType<HuntedInstallation>

const product = z.object({
  product: z.string(),
  vendor: z.string(),
  platform: z.string(),
  affected: z.string(),
  fixed: texts.exactOptional(),
  word: z.enum(['EXPOSED', 'NOT SEEN', 'CANNOT TELL']),
  says: z.string(),
  installations: z.array(installation).readonly(),
  needs: z.string().exactOptional(),
  sources: z.array(namedIn).readonly(),
}) satisfies z.ZodType<HuntedProduct>

const pattern = z.object({
  id: z.string(),
  language: z.string(),
  name: z.string(),
  text: z.string(),
  word: indicatorWord,
  says: z.string(),
  sightings: z.array(sighting).readonly(),
}) satisfies z.ZodType<HuntedPattern>

const host = z.object({ host: z.string(), word: verdictWord, because: texts, ...firstAndLast }) satisfies z.ZodType<HuntedHost>
const untested = z.object({ what: z.string(), count: z.number(), needs: z.string() }) satisfies z.ZodType<Untested>
const evidence = z.object({ table: z.string(), title: z.string(), rows: z.number(), ...firstAndLast }) satisfies z.ZodType<HuntedEvidence>

const advisory = z.object({
  id: z.string(),
  file: z.string(),
  title: z.string(),
  publisher: z.string(),
  published: z.string(),
  tlp: z.string(),
  format: z.string(),
  sha256: z.string(),
}) satisfies z.ZodType<HuntedAdvisory>

const unread = z.object({ file: z.string(), why: z.string() }) satisfies z.ZodType<UnreadFile>

const tie = z.object({
  finding: z.string(),
  title: z.string(),
  destinations: texts,
  hosts: texts,
  contacts: z.number(),
  blocked: z.number(),
  chance: z.number(),
}) satisfies z.ZodType<HuntTie>

export const hunt = z
  .object({
    id: z.string(),
    title: z.string(),
    advisories: z.array(advisory).readonly(),
    at: z.string(),
    word: verdictWord,
    sentence: z.string(),
    next: z.string(),
    indicators: z.array(indicator).readonly(),
    products: z.array(product).readonly(),
    patterns: z.array(pattern).readonly(),
    hosts: z.array(host).readonly(),
    ties: z.array(tie).readonly(),
    cves: texts,
    techniques: texts,
    coverage: z.object({ evidence: z.array(evidence).readonly(), untested: z.array(untested).readonly(), tested: z.number() }),
    disagreements: texts,
    notes: texts,
    unread: z.array(unread).readonly().exactOptional(),
    seconds: z.number(),
  })
  .meta({ id: 'Hunt' }) satisfies z.ZodType<Hunt>

export const huntSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    word: verdictWord,
    sentence: z.string(),
    /** When it was first asked, and last answered: each assessment with new evidence answers again. */
    asked: z.string(),
    answered: z.string(),
    files: z.array(z.string()),
    hosts: z.number().int(),
  })
  .meta({ id: 'HuntSummary' })
export type HuntSummary = z.infer<typeof huntSummary>

export const huntList = z.object({ items: z.array(huntSummary) }).meta({ id: 'HuntList' })

/** Files that were uploaded, taken for one affair. `keep`: hunt again on new evidence. */
export const newHunt = z.object({ uploads: z.array(z.string()).min(1).max(50), keep: z.boolean().default(true) }).meta({ id: 'NewHunt' })
