import { z } from 'zod'
import type { Incident } from '../model/incident.ts'
import { cohortFigure, figure, timelineFigure } from './figure.ts'
import { entity, evidenceRef, findingSummary, severity } from './finding.ts'
import { manyOf, pageOf, pageQuery } from './page.ts'
import { coverage } from './status.ts'

const triageStates = ['new', 'investigating', 'contained', 'resolved', 'innocent'] as const
export const triageState = z.enum(triageStates).meta({ id: 'TriageState' })
export type TriageState = z.infer<typeof triageState>

export const incident = z
  .object({
    id: z.string(),
    title: z.string(),
    says: z.string(),
    severity,
    confidence: z.number(),
    first: z.string(),
    last: z.string(),
    about: z.array(entity).readonly(),
    speaksFor: z.array(z.string()).readonly(),
    speaksAgainst: z.array(z.string()).readonly(),
    findings: z.array(z.string()).readonly(),
    advice: z.array(z.string()).readonly(),
    techniques: z.array(z.string()).readonly(),
    figures: z.array(figure).readonly(),
  })
  .meta({ id: 'Incident' }) satisfies z.ZodType<Incident>

export const incidentSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    /** One sentence, the conclusion first. */
    says: z.string(),
    severity,
    confidence: z.number(),
    first: z.string(),
    last: z.string(),
    state: triageState,
    assignee: z.string().nullable(),
    findings: z.number().int(),
    hosts: z.number().int(),
    /** What to do next. */
    next: z.string(),
    /** False when the newest analysis no longer finds any of it: it stays, with its history. */
    present: z.boolean(),
    /** When it last changed, by analysis or by hand. */
    changedAt: z.string(),
  })
  .meta({ id: 'IncidentSummary' })
export type IncidentSummary = z.infer<typeof incidentSummary>

export const incidentQuery = pageQuery.extend({
  state: manyOf(triageState),
  severity: manyOf(z.coerce.number().int().min(1).max(5)),
  assignee: z.string().optional(),
  /** `kind:id` of something that it is about. */
  entity: z.string().max(2100).optional(),
  text: z.string().max(200).optional(),
  /** Those that are no longer found, too. */
  gone: z.stringbool().default(false),
  sort: z.enum(['severity', 'last', 'changed']).default('severity'),
})

export const incidentPage = pageOf(incidentSummary)
  .extend({ states: z.array(z.object({ value: triageState, count: z.number().int() })) })
  .meta({ id: 'IncidentPage' })

/** A finding of an incident, and why it belongs there. */
const member = findingSummary.extend({ why: z.string(), byHand: z.boolean() }).meta({ id: 'IncidentMember' })
export type IncidentMember = z.infer<typeof member>

/** Something that happened to an incident: by analysis (`by` is null) or by hand. */
const incidentEvent = z
  .object({
    id: z.number().int(),
    at: z.string(),
    by: z.string().nullable(),
    kind: z.enum(['found', 'changed', 'gone', 'again', 'state', 'assigned', 'comment', 'merged', 'split', 'suppressed']),
    /** One plain sentence; for a comment its text. */
    says: z.string(),
  })
  .meta({ id: 'IncidentEvent' })

/** The fixed anatomy: what happened → timeline → why, and what would make it innocent → scope → do now → evidence → history. */
export const incidentDetail = z
  .object({
    incident,
    state: triageState,
    assignee: z.string().nullable(),
    present: z.boolean(),
    changedAt: z.string(),
    /** Send it back as If-Match. */
    etag: z.string(),
    /** Ids of incidents that were merged into this one by hand. */
    merged: z.array(z.string()),
    /** Lanes software, host, network, accounts; spans without evidence are its gaps. */
    timeline: timelineFigure,
    /** Hosts × releases of the destination, where an analysis drew one. */
    scope: cohortFigure.nullable(),
    members: z.array(member),
    evidence: z.array(evidenceRef),
    coverage: z.array(coverage),
    /** Verdicts of `vet` on releases that it names. */
    vettings: z.array(z.object({ release: z.string(), id: z.string(), word: z.string(), conclusion: z.string() })),
    history: z.array(incidentEvent),
  })
  .meta({ id: 'IncidentDetail' })
export type IncidentDetail = z.infer<typeof incidentDetail>

export const triage = z
  .object({
    state: triageState.optional(),
    /** Name of a user; null for nobody. */
    assignee: z.string().max(200).nullable().optional(),
    /** Why, for the history. */
    reason: z.string().max(4000).optional(),
  })
  .refine((change) => change.state !== undefined || change.assignee !== undefined, 'say what to change: state or assignee')
  .meta({ id: 'Triage' })
export type Triage = z.infer<typeof triage>

export const comment = z.object({ text: z.string().trim().min(1).max(10_000) }).meta({ id: 'Comment' })
export const merge = z.object({ incidents: z.array(z.string()).min(1).max(50), reason: z.string().trim().min(1).max(4000) }).meta({ id: 'Merge' })
export const split = z.object({ findings: z.array(z.string()).min(1).max(1000), reason: z.string().trim().min(1).max(4000) }).meta({ id: 'Split' })

/** What a suppression hides: one finding, or everything of an analysis about an entity (either may stand alone). */
const suppressed = z
  .object({ finding: z.string().optional(), analysis: z.string().optional(), entity: entity.optional() })
  .refine(({ finding, analysis, entity: about }) => (finding ?? analysis ?? about) !== undefined, 'say what to suppress')

export const newSuppression = z
  .object({ what: suppressed, reason: z.string().trim().min(3).max(4000), until: z.iso.datetime({ offset: true }) })
  .meta({ id: 'NewSuppression' })

export const suppression = z
  .object({
    id: z.string(),
    what: suppressed,
    reason: z.string(),
    by: z.string(),
    at: z.string(),
    until: z.string(),
    /** When somebody ended it before its time. */
    endedAt: z.string().nullable(),
    active: z.boolean(),
    /** Findings that it hides now. */
    findings: z.number().int(),
  })
  .meta({ id: 'Suppression' })
export type Suppression = z.infer<typeof suppression>
