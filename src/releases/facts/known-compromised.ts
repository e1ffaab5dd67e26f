import type { Evidence, FactRule, Sign } from './evidence.ts'

/** Class A: releases and files that others have found to be tampered with. */
export const compromisedFacts: readonly FactRule[] = [
  {
    name: 'known-compromised',
    class: 'A',
    title: 'Known to be compromised',
    technique: 'T1195.002',
    innocentIf: 'it is kept as evidence',
    absolute: true,
    find: (on) => [...byHash(on), ...byVersion(on)],
  },
]

function* byHash({ comparison, known }: Evidence): Generator<Sign> {
  const hashes = new Map(known.compromised.flatMap((release) => release.sha256.map((hash) => [hash, release] as const)))
  for (const { path, member, isArtifact } of comparison.now.files) {
    const release = hashes.get(member.sha256)
    if (release) yield { says: `${isArtifact ? 'The artifact' : path} is known: ${release.says} (${release.source}).`, now: `SHA-256 ${member.sha256}`, path }
  }
}

function* byVersion({ comparison, known }: Evidence): Generator<Sign> {
  const { ecosystem, name, version } = comparison.now.record.identity
  if (version === undefined) return
  const release = known.compromised.find(
    (entry) => entry.ecosystem === ecosystem && entry.name.toLowerCase() === name.toLowerCase() && entry.versions.includes(version),
  )
  if (release) yield { says: `This version is known: ${release.says} (${release.source}).`, now: `${name} ${version}` }
}
