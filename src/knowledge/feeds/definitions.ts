import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const feedSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  title: z.string().min(3),
  /** Name of the format of evidence that reads it. */
  format: z.string(),
  /** What the copy is the whole of, as `feed.part` of the lake says it: an ecosystem, or a file. */
  part: z.string().default(''),
  from: z.url({ protocol: /^https?$/ }),
  /** Its name in the workspace, and below a mirror. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,80}$/),
  mostBytes: z.number().int().positive(),
  /** A copy with fewer records is broken. */
  leastRecords: z.number().int().positive(),
  staleAfterDays: z.number().positive(),
})

const fileSchema = z.strictObject({ version: z.number(), feeds: z.array(feedSchema).min(1) })

export type FeedDefinition = z.output<typeof feedSchema>

/** Reads the text of a feeds file. Throws a ZodError that names the place of whatever is not right. */
function parseFeeds(text: string): readonly FeedDefinition[] {
  return fileSchema.parse(parse(text)).feeds
}

/** rules/feeds.yaml */
export const feeds: readonly FeedDefinition[] = parseFeeds(readFileSync(join(import.meta.dirname, '..', '..', '..', 'rules', 'feeds.yaml'), 'utf8'))
