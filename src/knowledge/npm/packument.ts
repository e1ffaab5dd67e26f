import { z } from 'zod'
import { GatehouseError, messageOf } from '../../base/errors.ts'

/** What is not of the right shape is taken as absent: one strange version must not hide the others. */
const texts = z.record(z.string(), z.string()).optional().catch(undefined)
const text = z.string().max(4096).optional().catch(undefined)

const distSchema = z.object({
  tarball: z.string().max(4096),
  integrity: text,
  shasum: text,
  signatures: z
    .array(z.object({ keyid: z.string().max(512), sig: z.string().max(4096) }))
    .optional()
    .catch(undefined),
  attestations: z
    .object({ url: text, provenance: z.object({ predicateType: text }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

const versionSchema = z.object({
  version: z.string().max(256),
  dist: distSchema,
  /** A text, or in old documents a flag. */
  deprecated: z.union([z.string(), z.boolean()]).optional().catch(undefined),
  dependencies: texts,
  optionalDependencies: texts,
  _npmUser: z
    .object({ name: z.string().max(256) })
    .optional()
    .catch(undefined),
})

export type PackageVersion = z.output<typeof versionSchema>

/** All that a registry says of one package. https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
export interface Packument {
  readonly name: string
  readonly tags: Readonly<Record<string, string>>
  readonly versions: ReadonlyMap<string, PackageVersion>
  /**
   * Moment of publication by version, ISO 8601; undefined where the registry does not say. npm's own map holds `created` and `modified`
   * beside the versions; a map without them was made by a mirror and tells when the mirror met a version.
   */
  readonly times?: ReadonlyMap<string, string>
  /** When the first version came. */
  readonly created?: string
}

/** Reads a packument, full or abbreviated. Throws REGISTRY_REFUSED for what is none. */
export function parsePackument(name: string, body: Uint8Array): Packument {
  const document = parse(name, body)
  if (!isRecord(document) || !isRecord(document.versions)) throw noPackument(name, 'it lists no versions')
  const versions = new Map<string, PackageVersion>()
  for (const [version, found] of Object.entries(document.versions)) {
    const result = versionSchema.safeParse(found)
    // The key is what is asked for: a document that names another version inside is not taken at its word.
    if (result.success && result.data.version === version) versions.set(version, result.data)
  }
  return { name, tags: texts.parse(document['dist-tags']) ?? {}, versions, ...timesOf(document.time) }
}

function timesOf(given: unknown): Pick<Packument, 'times' | 'created'> {
  if (!isRecord(given)) return {}
  const created = moment(given.created)
  if (created === undefined || moment(given.modified) === undefined) return {}
  const times = new Map<string, string>()
  for (const [version, value] of Object.entries(given)) {
    const at = moment(value)
    if (at !== undefined && version !== 'created' && version !== 'modified') times.set(version, at)
  }
  return { times, created }
}

function moment(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined
  const date = new Date(value)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

function parse(name: string, body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (error) {
    throw noPackument(name, messageOf(error).slice(0, 120))
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function noPackument(name: string, why: string): GatehouseError {
  return new GatehouseError('REGISTRY_REFUSED', `the registry's answer about ${name} cannot be read: ${why}`)
}
