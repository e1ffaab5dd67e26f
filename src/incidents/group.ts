import type { Entity } from '../model/entity.ts'
import { entityKey } from '../model/entity.ts'
import type { Finding } from '../model/finding.ts'

/**
 * Groups findings that speak of the same thing: the same destination or file, and destinations that the same release
 * explains. What has neither is grouped by host. Findings of mere information join a group but found none.
 */
export function groupFindings(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const parent = new Map<string, string>()
  const rootOf = (key: string): string => {
    let at = key
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up
    return at
  }
  const join = (a: string, b: string) => parent.set(rootOf(a), rootOf(b))

  for (const finding of findings) {
    const anchors = anchorsOf(finding)
    for (const anchor of anchors) if (!parent.has(anchor)) parent.set(anchor, anchor)
    if (finding.severity >= 2) for (const anchor of anchors.slice(1)) join(anchor, anchors[0] ?? anchor)
  }
  const groups = Map.groupBy(findings, (finding) => rootOf(anchorsOf(finding)[0] ?? finding.id))
  return [...groups.values()].filter((group) => group.some((finding) => finding.severity >= 2))
}

/** What ties a finding to others. A finding that explains several releases is tied by the likeliest, its first. */
function anchorsOf(finding: Finding): readonly string[] {
  const of = (kind: Entity['kind']) => finding.about.filter((entity) => entity.kind === kind).map(entityKey)
  const things = [...of('destination'), ...of('file')]
  const release = of('release').slice(0, 1)
  if (things.length > 0) return [...things, ...release]
  return release.length > 0 ? release : of('host').slice(0, 1)
}
