import { z } from 'zod'
import { evidenceRow } from './finding.ts'
import { jobSummary } from './job.ts'
import { manyOf, pageOf, pageQuery } from './page.ts'
import { analysisStatus, coverage, outcome } from './status.ts'

const note = z.object({ line: z.number().int(), text: z.string() })

export const sourceSummary = z
  .object({
    id: z.number().int(),
    /** Path that it was last seen under. */
    file: z.string(),
    format: z.string(),
    /** False while it is being read. */
    complete: z.boolean(),
    outcome,
    rows: z.record(z.string(), z.number()),
    /** Decompressed bytes. */
    bytes: z.number().int(),
    skippedLines: z.number().int(),
    notes: z.number().int(),
  })
  .meta({ id: 'Source' })
export type SourceSummary = z.infer<typeof sourceSummary>

export const sourceQuery = pageQuery.extend({
  format: manyOf(z.string()),
  outcome: manyOf(outcome),
  text: z.string().max(200).optional(),
  sort: z.enum(['newest', 'file']).default('newest'),
})
export const sourcePage = pageOf(sourceSummary)
  .extend({ formats: z.array(z.object({ value: z.string(), count: z.number().int() })) })
  .meta({ id: 'SourcePage' })

export const sourceDetail = sourceSummary.extend({ noteTexts: z.array(note), coverage: z.array(coverage) }).meta({ id: 'SourceDetail' })

export const coverageList = z.object({ items: z.array(coverage), asOf: z.string().nullable() }).meta({ id: 'CoverageList' })

/** Every format that can be read, and what was read of it. */
export const formatList = z
  .object({
    items: z.array(
      z.object({ name: z.string(), title: z.string(), origin: z.string(), fills: z.array(z.string()), sources: z.number().int(), notes: z.number().int() }),
    ),
  })
  .meta({ id: 'FormatList' })

/** Every analysis, how it ended the last time, and what it lacks where it was skipped. `status` is null before its first run. */
export const analysisList = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        looksFor: z.string(),
        techniques: z.array(z.string()),
        needs: z.array(z.string()),
        betterWith: z.array(z.string()),
        status: analysisStatus.nullable(),
      }),
    ),
  })
  .meta({ id: 'AnalysisList' })

/** Files that were not read, and why, as of the last look at each folder. */
export const skippedFiles = z.object({ items: z.array(z.object({ file: z.string(), why: z.string() })) }).meta({ id: 'SkippedFiles' })

export const rowPage = z.object({ items: z.array(evidenceRow), next: z.string().nullable() }).meta({ id: 'RowPage' })

/** A file of evidence that is sent piece by piece. */
export const newTransfer = z
  .object({
    name: z.string().min(1).max(255),
    /** Bytes in all. */
    size: z.number().int().min(1),
    /** SHA-256, checked when all of it is here. */
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
    /** When the file was last changed where it comes from: inventories without a time of their own stand for that moment. */
    modifiedAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'NewTransfer' })

/** How far it came: the next bytes begin at `offset`. `job` reads it, once all of it is here. */
export const transfer = z
  .object({ id: z.string(), name: z.string(), size: z.number().int(), offset: z.number().int(), job: jobSummary.nullable() })
  .meta({ id: 'Transfer' })
