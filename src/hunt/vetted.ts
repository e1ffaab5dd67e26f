import type { Met } from './match.ts'
import type { Wanted } from './wanted.ts'

/** A file of a release that was vetted. */
export interface KnownFile {
  readonly sha256: string
  readonly path: string
  /** The release in words, and when it was vetted (ISO 8601). */
  readonly release: string
  readonly at: string
  /** What the release is, where this file is the whole of it. */
  readonly artifact?: VettedArtifact
}

/** The artifact of a release that was vetted. `version` is empty where it is not known. */
export interface VettedArtifact {
  readonly ecosystem: string
  readonly name: string
  readonly version: string
}

/** Files of vetted releases that are indicators, and artifacts by their hash; `any`: some release was vetted. */
export async function vettedSightings(
  wanted: readonly Wanted[],
  files: AsyncIterable<KnownFile> | Iterable<KnownFile>,
): Promise<{ readonly met: readonly Met[]; readonly artifacts: ReadonlyMap<string, VettedArtifact>; readonly any: boolean }> {
  const hashes = new Map(wanted.flatMap(({ match, value, id }) => (match === 'sha256' ? [[value, id] as const] : [])))
  const met: Met[] = []
  const artifacts = new Map<string, VettedArtifact>()
  let any = false
  for await (const { sha256, path, release, at, artifact } of files) {
    any = true
    if (artifact) artifacts.set(sha256, artifact)
    const id = hashes.get(sha256)
    if (id === undefined) continue
    const time = Date.parse(at) / 1000
    met.push({
      id,
      way: 'vetted',
      table: 'vetted',
      relation: 'exact',
      who: '',
      isAddress: false,
      day: at.slice(0, 10),
      met: [`${release}: ${path}`],
      rows: 1,
      blocked: 0,
      first: time,
      last: time,
      refs: [],
    })
  }
  return { met, artifacts, any }
}
