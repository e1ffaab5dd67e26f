import { z } from 'zod'
import type { Entity, EntityKind } from '../model/entity.ts'
import type { EvidenceRef, Finding, FindingKind, Reason } from '../model/finding.ts'
import { figure } from './figure.ts'
import { manyOf, pageOf, pageQuery } from './page.ts'

/** 1 information · 2 low · 3 medium · 4 high · 5 critical. */
export const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]).meta({ id: 'Severity' })

export const entityKind = z
  .enum(['host', 'account', 'software', 'release', 'destination', 'file', 'source'])
  .meta({ id: 'EntityKind' }) satisfies z.ZodType<EntityKind>
export const entity = z.object({ kind: entityKind, id: z.string() }).meta({ id: 'Entity' }) satisfies z.ZodType<Entity>

const findingKind = z.enum(['explains', 'behaviour', 'known', 'posture', 'context']) satisfies z.ZodType<FindingKind>

const reason = z.object({
  says: z.string(),
  observed: z.string(),
  expected: z.string().exactOptional(),
  weight: z.number(),
}) satisfies z.ZodType<Reason>

export const evidenceRef = z
  .object({ table: z.string(), source: z.number(), line: z.number(), file: z.string().exactOptional() })
  .meta({ id: 'EvidenceRef' }) satisfies z.ZodType<EvidenceRef>

export const finding = z
  .object({
    id: z.string(),
    analysis: z.string(),
    kind: findingKind,
    title: z.string(),
    severity,
    confidence: z.number(),
    first: z.string(),
    last: z.string(),
    about: z.array(entity).readonly(),
    because: z.array(reason).readonly(),
    innocentIf: z.array(z.string()).readonly(),
    evidence: z.array(evidenceRef).readonly(),
    advice: z.array(z.string()).readonly(),
    techniques: z.array(z.string()).readonly(),
    figure: figure.exactOptional(),
  })
  .meta({ id: 'Finding' }) satisfies z.ZodType<Finding>

/** A finding in a list. */
export const findingSummary = z
  .object({
    id: z.string(),
    analysis: z.string(),
    kind: findingKind,
    title: z.string(),
    severity,
    confidence: z.number(),
    first: z.string(),
    last: z.string(),
    /** The first few. */
    about: z.array(entity),
    /** The incident that it belongs to. */
    incident: z.string().nullable(),
    /** The suppression in force, if one is. */
    suppression: z.string().nullable(),
    /** When this workspace found it first and last. */
    firstFound: z.string(),
    lastFound: z.string(),
  })
  .meta({ id: 'FindingSummary' })
export type FindingSummary = z.infer<typeof findingSummary>

export const findingQuery = pageQuery.extend({
  severity: manyOf(z.coerce.number().int().min(1).max(5)),
  analysis: manyOf(z.string()),
  kind: manyOf(findingKind),
  incident: z.string().optional(),
  /** `kind:id`, as `host:pc-7`. */
  entity: z.string().max(2100).optional(),
  /** Words that the title holds. */
  text: z.string().max(200).optional(),
  /** Suppressed findings are left out unless asked for: `only` or `with`. */
  suppressed: z.enum(['without', 'with', 'only']).default('without'),
  /** Findings that were still there at or after, and began at or before. */
  from: z.string().optional(),
  until: z.string().optional(),
  sort: z.enum(['severity', 'last', 'found']).default('severity'),
})
export type FindingQuery = z.infer<typeof findingQuery>

/** How many findings each value of a filter would let through, the other filters as they are. */
const facet = z.object({ value: z.string(), count: z.number().int() })

export const findingPage = pageOf(findingSummary)
  .extend({
    facets: z.object({ severity: z.array(facet), analysis: z.array(facet), kind: z.array(facet) }),
    /** Findings that a suppression hides, of those that the other filters let through. */
    suppressed: z.number().int(),
  })
  .meta({ id: 'FindingPage' })

export const findingDetail = z
  .object({
    finding,
    incident: z.string().nullable(),
    suppression: z.string().nullable(),
    firstFound: z.string(),
    lastFound: z.string(),
  })
  .meta({ id: 'FindingDetail' })

/** Rows of the lake as they are: what a reference points to. */
export const evidenceRow = z
  .object({
    table: z.string(),
    source: z.number(),
    line: z.number(),
    file: z.string(),
    /** Null: unknown. */
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
  })
  .meta({ id: 'EvidenceRow' })
export const evidenceRows = z.object({ rows: z.array(evidenceRow), missing: z.number().int() }).meta({ id: 'EvidenceRows' })
