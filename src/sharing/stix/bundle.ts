import { printable } from '../../base/text.ts'
import { actionsOf, measures } from '../actions.ts'
import type { SharedIndicator } from '../indicators.ts'
import { wordOf } from '../sections/answers.ts'
import { techniques } from '../techniques.ts'
import { type TlpLevel, tlpMarkings } from '../tlp.ts'
import { ownNamespace, uuidFrom } from '../uuid.ts'
import type { SharedWarning } from '../warning.ts'
import { indicatorType } from './indicator-type.ts'
import { observable, observableOf, type StixObject } from './observable.ts'
import { patternOf } from './pattern.ts'

const tlpExtension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d'

/** TLP 2.0's marking definitions for STIX 2.1, as published. */
function marking(level: TlpLevel): StixObject {
  return {
    type: 'marking-definition',
    spec_version: '2.1',
    id: tlpMarkings[level],
    created: '2022-10-01T00:00:00.000Z',
    name: `TLP:${level}`,
    extensions: { [tlpExtension]: { extension_type: 'property-extension', tlp_2_0: level.toLowerCase() } },
  }
}

/** The warning as a STIX 2.1 bundle. The same warning has the same ids. */
export function stixBundle(warning: SharedWarning): Readonly<Record<string, unknown>> & { readonly objects: readonly StixObject[] } {
  const make = maker(warning)
  const reporter = make('identity', ['reporter'], { name: warning.input.from || 'Unnamed organisation', identity_class: 'organization' })
  const objects = new Map<string, StixObject>([[reporter.id, reporter]])
  const add = (one: StixObject) => {
    objects.set(one.id, one)
    return one.id
  }
  for (const indicator of warning.indicators) for (const one of indicatorObjects(indicator, make, reporter.id, warning.input.tlp)) add(one)
  for (const one of subjectObjects(warning, make, reporter.id)) add(one)
  const contained = [...objects.keys()]
  const { document, input } = warning
  const report = make('report', ['report'], {
    created_by_ref: reporter.id,
    name: document.title,
    description: document.bottomLine,
    report_types: ['threat-report'],
    published: stixTime(input.at),
    object_refs: contained,
    external_references: input.hunts.flatMap((hunt) =>
      hunt.advisories.map(({ title, publisher, sha256 }) => ({
        source_name: printable(publisher || title || 'advisory', 200),
        ...(title !== '' && { description: title }),
        hashes: { 'SHA-256': sha256 },
      })),
    ),
  })
  const marks = [...new Set([...objects.values(), report].flatMap((one) => one.object_marking_refs as readonly string[]))]
  const definitions = (Object.entries(tlpMarkings) as [TlpLevel, string][]).flatMap(([level, id]) => (marks.includes(id) ? [marking(level)] : []))
  return {
    type: 'bundle',
    id: `bundle--${uuidFrom(ownNamespace, `bundle ${document.id}`)}`,
    objects: [...definitions, ...objects.values(), withoutEmpty(report)],
  }
}

type Make = (type: string, key: readonly string[], properties: Readonly<Record<string, unknown>>) => StixObject

function maker({ document, input }: SharedWarning): Make {
  const at = stixTime(input.at)
  return (type, key, properties) => ({
    type,
    spec_version: '2.1',
    id: `${type}--${uuidFrom(ownNamespace, JSON.stringify([document.id, type, ...key]))}`,
    created: at,
    modified: at,
    object_marking_refs: [tlpMarkings[input.tlp]],
    ...properties,
  })
}

function stixTime(iso: string): string {
  return new Date(iso).toISOString()
}

function withoutEmpty(one: StixObject): StixObject {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => !Array.isArray(value) || value.length > 0)) as StixObject
}

/** The indicator, and a sighting that says how often it was met: 0 where it was looked for and not seen, none where it could not be tested. */
function indicatorObjects(indicator: SharedIndicator, make: Make, by: string, level: TlpLevel): readonly StixObject[] {
  const { type, value, word, role, demoted, rows, first, last, validFrom, named } = indicator
  const pattern = patternOf(type, value)
  if (pattern === undefined) return []
  const described = [
    role === 'unknown' ? '' : `Role: ${role}.`,
    demoted === undefined ? '' : `Demoted: ${demoted}.`,
    named.length === 0 ? '' : `Named by ${named.slice(0, 4).join('; ')}.`,
  ]
  const own = make('indicator', [type, value], {
    created_by_ref: by,
    name: `${type} ${value}`,
    description: described.filter((part) => part !== '').join(' ') || 'Published indicator.',
    indicator_types: [indicatorType(indicator)],
    pattern,
    pattern_type: 'stix',
    valid_from: stixTime(validFrom),
  })
  if (word === 'CANNOT TELL') return [own]
  const observed = word === 'NOT SEEN' ? undefined : observableOf(type, value)
  const times = first === undefined ? {} : { first_seen: stixTime(first), last_seen: stixTime(last ?? first) }
  const seen =
    observed && first !== undefined
      ? make('observed-data', [type, value], {
          created_by_ref: by,
          first_observed: stixTime(first),
          last_observed: stixTime(last ?? first),
          number_observed: Math.min(999_999_999, Math.max(1, rows)),
          object_refs: [observed.id],
        })
      : undefined
  const sighting = make('sighting', [type, value], {
    created_by_ref: by,
    sighting_of_ref: own.id,
    where_sighted_refs: [by],
    count: word === 'NOT SEEN' ? 0 : Math.min(999_999_999, rows),
    ...times,
    ...(seen && { observed_data_refs: [seen.id] }),
    summary: false,
  })
  const marked = observed && { ...observed, object_marking_refs: [tlpMarkings[level]] }
  return [own, ...(marked && seen ? [marked, seen] : []), sighting]
}

/** What the warning speaks of besides indicators: vulnerabilities, techniques, software, what to do. */
function subjectObjects(warning: SharedWarning, make: Make, by: string): readonly StixObject[] {
  const { input } = warning
  const cves = [...new Set(input.hunts.flatMap((hunt) => hunt.cves))]
  const vulnerabilities = cves.map((id) =>
    make('vulnerability', [id], { created_by_ref: by, name: id, external_references: [{ source_name: 'cve', external_id: id }] }),
  )
  const ids = [...new Set([...input.findings, ...input.incidents, ...input.hunts].flatMap((one) => one.techniques))].filter((id) =>
    /^T\d{4}(?:\.\d{3})?$/.test(id),
  )
  const patterns = ids.map((id) =>
    make('attack-pattern', [id], {
      created_by_ref: by,
      name: techniques[id]?.[0] ?? id,
      external_references: [{ source_name: 'mitre-attack', external_id: id }],
    }),
  )
  const software = input.hunts.flatMap(({ products }) =>
    products.flatMap(({ vendor, installations }) =>
      installations.filter(({ state }) => state === 'affected').map(({ product, version }) => softwareObject(product, vendor, version, input.tlp)),
    ),
  )
  const actions = actionsOf(input, wordOf(input)).map(({ when, says, measure }) =>
    make('course-of-action', [when, says], {
      created_by_ref: by,
      name: `${when === 'now' ? 'Now' : `Within ${when}`}: ${measure} ${measures[measure]}`,
      description: says,
    }),
  )
  return [...vulnerabilities, ...patterns, ...software, ...actions]
}

function softwareObject(name: string, vendor: string, version: string, level: TlpLevel): StixObject {
  const properties = { name, ...(vendor !== '' && { vendor }), ...(version !== '' && { version }) }
  return { ...observable('software', properties, ['name', 'cpe', 'swid', 'vendor', 'version']), object_marking_refs: [tlpMarkings[level]] }
}
