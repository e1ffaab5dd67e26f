import { type Fact, factClasses } from '../../releases/fact.ts'
import type { Vetting } from '../../releases/vetting.ts'
import { documentText } from '../document-text.ts'
import { nameOf } from './words.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/**
 * The verdict as SARIF 2.1.0 (OASIS, errata 01), for code scanning and pipelines: one rule for each kind of reason, one result for each
 * reason, a notification for each part that could not be opened. `level`: error for what is enough alone or weighs 40 points, warning
 * for what weighs at all, note for what is only said. Paths are relative to the artifact.
 */
export function renderVettingSarif(vetting: Vetting, version: string): string {
  const { word, conclusion, release, previous, facts, unopened, notes, at, seconds } = vetting
  const names = [...new Set(facts.map((fact) => fact.name))]
  const end = new Date(at)
  return documentText({
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'gatehouse',
            version,
            rules: names.map((name) =>
              ruleOf(
                facts.find((fact) => fact.name === name),
                name,
              ),
            ),
          },
          extensions: vetting.rules.map((set) => ({ name: `gatehouse ${set.name}`, version: set.version })),
        },
        artifacts: [{ location: { uri: uriOf(release.artifact.path) }, length: release.artifact.size, hashes: { 'sha-256': release.artifact.sha256 } }],
        columnKind: 'utf16CodeUnits',
        results: facts.map((fact) => resultOf(fact, names.indexOf(fact.name), vetting)),
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: new Date(end.getTime() - seconds * 1000).toISOString(),
            endTimeUtc: end.toISOString(),
            toolExecutionNotifications: [
              ...unopened.map(({ path, code, says }) => ({
                level: 'warning',
                descriptor: { id: `unopened-${code}` },
                message: { text: `${path}: ${says}` },
                locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }],
              })),
              ...notes.map((note) => ({ level: 'note', message: { text: note } })),
            ],
          },
        ],
        properties: {
          word,
          conclusion,
          release: nameOf(release.identity),
          ...(previous !== undefined && { previous: nameOf(previous.identity), previousSha256: previous.artifact.sha256 }),
        },
      },
    ],
  })
}

function ruleOf(fact: Fact | undefined, name: string): object {
  return {
    id: name,
    shortDescription: { text: `${name.replaceAll('-', ' ')} (${fact ? factClasses[fact.class] : 'reason'})` },
    properties: { tags: ['security', 'supply-chain', ...(fact?.technique === undefined ? [] : [`attack.${fact.technique.toLowerCase()}`])] },
  }
}

function resultOf(fact: Fact, ruleIndex: number, { release }: Vetting): object {
  const sentences = [
    fact.says,
    `Now: ${fact.now}.`,
    ...(fact.before === undefined ? [] : [`Before: ${fact.before}.`]),
    ...(fact.innocentIf === undefined ? [] : [`Innocent if ${fact.innocentIf}.`]),
  ]
  return {
    ruleId: fact.name,
    ruleIndex,
    level: fact.class === 'A' || fact.points >= 40 ? 'error' : fact.points > 0 ? 'warning' : 'note',
    message: { text: sentences.join(' ') },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(fact.path ?? release.artifact.path) }, ...region(fact) } }],
    partialFingerprints: { 'gatehouse/v1': [release.identity.ecosystem, release.identity.name, fact.name, fact.path ?? ''].join('|').slice(0, 500) },
    properties: { class: fact.class, points: fact.points, ...(fact.technique !== undefined && { technique: fact.technique }) },
  }
}

function region({ place }: Fact): object {
  if (place?.line !== undefined) return { region: { startLine: Math.max(1, place.line) } }
  return place?.offset === undefined ? {} : { region: { byteOffset: Math.max(0, place.offset), byteLength: 0 } }
}

/** A relative reference by RFC 3986: every part of the path encoded. */
function uriOf(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/')
}
