import { stableId } from '../base/hash.ts'
import { number, plural, printable, some } from '../base/text.ts'
import type { Finding } from '../model/finding.ts'
import type { Hunt, HuntedIndicator } from '../model/hunt.ts'

const mostHosts = 1000
const mostEvidence = 40

/** What a hunt comes to, in the shape that incidents weigh; undefined where nothing was met. */
export function huntFinding(hunt: Hunt): Finding | undefined {
  if (hunt.word === 'HIT') return hitFinding(hunt)
  return hunt.word === 'EXPOSED' ? exposedFinding(hunt) : undefined
}

function hitFinding(hunt: Hunt): Finding {
  const hits = hunt.indicators.filter(({ word }) => word === 'HIT')
  const patterns = hunt.patterns.filter(({ word }) => word === 'HIT')
  const hosts = hunt.hosts.filter(({ word }) => word === 'HIT')
  const sightings = [...hits, ...patterns].flatMap((one) => one.sightings)
  const times = sightings.flatMap(({ first, last }) => (first === undefined || last === undefined ? [] : [first, last])).sort()
  const blocked = hits.reduce((sum, one) => sum + one.blocked, 0)
  const rows = hits.reduce((sum, one) => sum + one.rows, 0)
  return {
    ...common(hunt),
    kind: 'known',
    title: `“${printable(hunt.title, 120)}” is met here: ${some([...hits.map(({ value }) => printable(value, 60)), ...patterns.map(({ name }) => printable(name, 60))], 3)}`,
    severity: blocked >= rows && rows > 0 ? 4 : 5,
    confidence: 0.9,
    first: times[0] ?? hunt.at,
    last: times.at(-1) ?? hunt.at,
    about: [...destinations(hits), ...hosts.slice(0, mostHosts).map(({ host }) => ({ kind: 'host', id: host }) as const)],
    because: [
      {
        says: 'An advisory that was handed to the workspace warns of what the evidence shows.',
        observed: `${plural(hits.length + patterns.length, 'indicator')} met by ${plural(hosts.length, 'host')} in ${plural(rows, 'row')}${blocked > 0 ? `, ${number(blocked)} of them refused on the way` : ''}`,
        expected: 'none',
        weight: 1,
      },
    ],
    innocentIf: [
      'the contact was a test, or someone who looked into the advisory',
      'the indicator is shared with harmless use, and the advisory does not say so',
    ],
    evidence: sightings
      .flatMap(({ evidence }) => evidence)
      .filter(({ source }) => source > 0)
      .slice(0, mostEvidence),
    advice: [hunt.next],
  }
}

/** What the other findings of the same thing are about, too: registered domains and addresses. */
function destinations(hits: readonly HuntedIndicator[]): Finding['about'] {
  const names = hits.flatMap(({ type, value }) => (['domain', 'host', 'ipv4', 'ipv6'].includes(type) ? [{ kind: 'destination', id: value } as const] : []))
  const files = hits.flatMap(({ type, value }) => (['md5', 'sha1', 'sha256'].includes(type) ? [{ kind: 'file', id: value } as const] : []))
  return [...names, ...files].slice(0, mostHosts)
}

function exposedFinding(hunt: Hunt): Finding {
  const installations = hunt.products.flatMap((product) => product.installations.filter(({ state }) => state === 'affected'))
  const hosts = [...new Set(installations.map(({ host }) => host))]
  const releases = [...new Set(installations.map(({ product, version }) => `${product}@${version}`))]
  const times = installations.flatMap(({ since }) => since ?? []).sort()
  const current = installations.some(({ until }) => until === undefined)
  return {
    ...common(hunt),
    kind: 'posture',
    title: `“${printable(hunt.title, 120)}” names software that ${plural(hosts.length, 'host')} ${hosts.length === 1 ? 'has or had' : 'have or had'}: ${some(
      releases.map((id) => printable(id.replace(/@(?=[^@]*$)/, ' '), 60)),
      3,
    )}`,
    severity: current ? 3 : 2,
    confidence: Math.max(...installations.map(({ confidence }) => confidence), 0.1),
    first: times[0] ?? hunt.at,
    last: hunt.at,
    about: [
      ...releases.slice(0, 20).map((id) => ({ kind: 'release', id }) as const),
      ...hosts.slice(0, mostHosts).map((id) => ({ kind: 'host', id }) as const),
    ],
    because: [
      {
        says: 'An advisory that was handed to the workspace names versions that the inventory shows.',
        observed: `${plural(installations.length, 'installation')} on ${plural(hosts.length, 'host')}`,
        expected: hunt.products
          .map(({ product, affected }) => `${printable(product, 60)}: ${printable(affected, 120)}`)
          .slice(0, 3)
          .join('; '),
        weight: 1,
      },
    ],
    innocentIf: ['the inventory is wrong or out of date, and the version was never started on these hosts'],
    evidence: installations.flatMap(({ evidence }) => evidence).slice(0, mostEvidence),
    advice: [hunt.next],
  }
}

function common(hunt: Hunt): Pick<Finding, 'id' | 'analysis' | 'techniques'> {
  return {
    id: stableId('advisory-hunt', hunt.id, hunt.word),
    analysis: 'advisory-hunt',
    techniques: hunt.techniques.filter((id) => /^T\d{4}/.test(id)).slice(0, 20),
  }
}
