import { z } from 'zod'
import { manyOf, pageOf, pageQuery } from './page.ts'
import { problem } from './problem.ts'

const jobKinds = ['assess', 'hunt', 'hunt-again', 'vet', 'report', 'feeds', 'backup', 'retain'] as const
export const jobKind = z.enum(jobKinds).meta({ id: 'JobKind' })
export type JobKind = z.infer<typeof jobKind>

const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
export const jobState = z.enum(jobStates).meta({ id: 'JobState' })
export type JobState = z.infer<typeof jobState>

/** Long work. It survives the reload of a page and the restart of the service. */
export const jobSummary = z
  .object({
    id: z.string(),
    kind: jobKind,
    /** What it works on, in plain words. */
    title: z.string(),
    state: jobState,
    /** What is being done, in plain words; `share` 0…1 where it can be told. */
    progress: z.object({ says: z.string(), share: z.number().nullable() }).nullable(),
    by: z.string(),
    createdAt: z.string(),
    startedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    /** Why it failed. */
    problem: problem.nullable(),
    /** Where what came of it stands: a path below /api/v1, or `/` for everything; null: nowhere yet. */
    leadsTo: z.string().nullable(),
  })
  .meta({ id: 'Job' })
export type JobSummary = z.infer<typeof jobSummary>

export const jobQuery = pageQuery.extend({ state: manyOf(jobState), kind: manyOf(jobKind) })
export const jobPage = pageOf(jobSummary).meta({ id: 'JobPage' })

/** 202: the work is queued, and `Location` names the job. */
export const accepted = z.object({ job: jobSummary }).meta({ id: 'Accepted' })

/** Reads a folder that the service can see, or the watched folders where none is named, and looks at everything again. */
export const newAssessment = z
  .object({
    folder: z.string().max(4096).optional(),
    /** The folder as the user wrote it. */
    shown: z.string().max(4096).optional(),
  })
  .meta({ id: 'NewAssessment' })

/** Copies the workspace into a folder of the machine that is not there yet. */
export const newBackup = z.object({ folder: z.string().min(1).max(4096) }).meta({ id: 'NewBackup' })

export const newReport = z
  .object({
    incident: z.string().optional(),
    advisory: z.string().optional(),
    tlp: z.enum(['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED']),
    from: z.string().max(200).default(''),
    /** Domains of the organisation, whose names must not leave. */
    internalDomains: z.array(z.string().max(253)).max(100).default([]),
    includeInternal: z.boolean().default(false),
  })
  .refine(({ incident, advisory }) => incident === undefined || advisory === undefined, 'a warning is about an incident or about an advisory')
  .meta({ id: 'NewReport' })

/** What leaves with a report, shown before anything is written. */
export const reportPreview = z
  .object({
    id: z.string(),
    title: z.string(),
    word: z.string(),
    tlp: z.string(),
    /** What is inside, and as what it leaves. */
    changes: z.array(z.object({ inside: z.string(), outside: z.string() })),
    withheld: z.array(z.string()),
    files: z.array(z.object({ name: z.string(), format: z.string() })),
  })
  .meta({ id: 'ReportPreview' })

/** A file kept for a hunt or a vetting; forgotten after a day when nothing uses it. */
export const upload = z.object({ id: z.string(), name: z.string(), size: z.number().int(), sha256: z.string() }).meta({ id: 'Upload' })
