import type { Named, Note, Pattern, Technique } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import { cvesIn } from '../../extract/cves.ts'
import type { Draft, ReadContext, Reading } from '../../format.ts'
import { type Block, lineBlock } from '../../text/block.ts'
import { type Fields, fieldsOf, objectsIn, textOf } from '../../text/json.ts'
import { typeByLook } from '../csv/look.ts'
import { embeddedRule } from '../embedded-rules.ts'
import { mispComposites, mispRelations, mispTypes } from './types.ts'

/** In objects the mark comes from their template: what attackers used counts without it. */
const acted = new Set(['Network activity', 'Payload delivery', 'Payload installation', 'Artifacts dropped', 'Persistence mechanism'])

interface Entry {
  readonly attribute: Fields
  readonly object: Fields | undefined
}

/** What MISP events say. */
export function readEvents(events: readonly Fields[], context: ReadContext): Reading {
  const most = context.limits.objects
  const notes: Note[] = []
  const entries = events.flatMap(entriesOf)
  if (entries.length > most) notes.push({ what: `The event has ${entries.length} attributes, more than the ${most} that are read.` })
  const kept = entries.slice(0, most)
  const [event] = events
  // Where no attribute has the mark, its publisher does not use it.
  const marksDetection = kept.some(({ attribute }) => attribute.to_ids === true)
  const rules = kept.flatMap((entry) => patternOf(entry).flatMap((pattern) => ({ entry, pattern, rule: embeddedRule(pattern, context) })))
  const tags = events.flatMap((one) => objectsIn(one.Tag).flatMap((tag) => textOf(tag.name) ?? []))
  const clusters = events.flatMap((one) => objectsIn(one.Galaxy).flatMap((galaxy) => objectsIn(galaxy.GalaxyCluster)))
  const references = kept
    .filter(({ attribute }) => attribute.type === 'link' && textOf(attribute.value))
    .map(({ attribute }) => ({ url: textOf(attribute.value) ?? '', text: textOf(attribute.comment) ?? '' }))
  return {
    title: textOf(event?.info),
    publisher: textOf(fieldsOf(event?.Orgc).name),
    published: textOf(event?.date),
    modified: timeOf(textOf(event?.timestamp)),
    tlp: tags.map((tag) => /^tlp:([a-z+]+)$/i.exec(tag)?.[1]).find((label) => label !== undefined),
    blocks: [...kept.flatMap(commentBlock), ...events.flatMap(reportBlocks), ...rules.flatMap(({ rule }) => rule?.blocks ?? [])],
    indicators: [
      ...kept.flatMap((entry) => draftsOf(entry, marksDetection)),
      ...rules.flatMap(({ entry, rule }) => (rule?.indicators ?? []).map((draft) => ({ ...draft, demoted: marksDetection ? idsReason(entry) : undefined }))),
    ],
    cves: [...kept.flatMap(cvesOf), ...rules.flatMap(({ rule }) => rule?.cves ?? [])],
    techniques: [
      ...clusters.flatMap((cluster) => techniquesOf(textOf(cluster.value))),
      ...tags.flatMap((tag) => (/mitre-attack-pattern/.test(tag) ? techniquesOf(tag) : [])),
      ...rules.flatMap(({ rule }) => rule?.techniques ?? []),
    ],
    patterns: rules.map(({ pattern }) => pattern),
    references,
    relations: events.flatMap((one) => objectsIn(one.Object).flatMap(relationsOf)),
    threats: clusters
      .filter((cluster) => !/attack-pattern|country|sector|target|course-of-action/.test(textOf(cluster.type) ?? ''))
      .flatMap((cluster) => textOf(cluster.value) ?? []),
    notes: [...notes, ...unread(kept)],
  }
}

function entriesOf(event: Fields): readonly Entry[] {
  return [
    ...objectsIn(event.Attribute).map((attribute): Entry => ({ attribute, object: undefined })),
    ...objectsIn(event.Object).flatMap((object) => objectsIn(object.Attribute).map((attribute): Entry => ({ attribute, object }))),
  ].filter(({ attribute, object }) => attribute.deleted !== true && object?.deleted !== true)
}

/** `filename|sha256` holds two values, `ip-dst|port` one and its port. */
function draftsOf(entry: Entry, marksDetection: boolean): readonly Draft[] {
  const { attribute, object } = entry
  const types = typesOf(attribute)
  const whole = textOf(attribute.value) ?? ''
  const values = types.length > 1 ? whole.split('|') : [whole]
  const words = [attribute.category, object?.name, object?.comment, attribute.comment].flatMap((text) => textOf(text) ?? []).join(' | ')
  return types.flatMap((name, index): Draft[] => {
    const value = values[index] ?? ''
    const type = name === 'value' ? pathOnly(value) : typeOf(name, textOf(attribute.object_relation))
    if (type === undefined || value === '') return []
    const isReference = name === 'link' || /^(?:External analysis|Internal reference)$/.test(textOf(attribute.category) ?? '')
    const role = isReference ? 'reference' : roleOf(type, words, [])
    const demoted = isReference ? 'given as a reference, not for detection' : marksDetection ? idsReason(entry) : undefined
    return [
      {
        type,
        value,
        asWritten: value,
        place: { part: textOf(attribute.uuid) },
        sentence: [words || name, ...(types.includes('value') ? [whole] : [])].join(' | '),
        role,
        demoted,
      },
    ]
  })
}

function typesOf(attribute: Fields): readonly string[] {
  const type = textOf(attribute.type) ?? ''
  return (mispComposites[type] ?? type).split('|')
}

/** What stands in a registry key says something by itself when it is the path of what is started. */
function pathOnly(value: string): Draft['type'] | undefined {
  return typeByLook(value) === 'file-path' ? 'file-path' : undefined
}

function typeOf(name: string, relation: string | undefined): Draft['type'] | undefined {
  return (name === 'text' || name === 'filename' ? mispRelations[relation ?? ''] : undefined) ?? mispTypes[name]
}

function idsReason({ attribute, object }: Entry): string | undefined {
  const counts = attribute.to_ids !== false || (object !== undefined && acted.has(textOf(attribute.category) ?? ''))
  return counts ? undefined : 'the publisher does not mean it for detection (to_ids is not set)'
}

function commentBlock({ attribute }: Entry): readonly Block[] {
  const text =
    /^(?:comment|text|other)$/.test(textOf(attribute.type) ?? '') && (textOf(attribute.value)?.length ?? 0) > 40 ? textOf(attribute.value) : undefined
  return text === undefined ? [] : [lineBlock('paragraph', text, 1, { take: 'facts', part: textOf(attribute.uuid) })]
}

function reportBlocks(event: Fields): readonly Block[] {
  return objectsIn(event.EventReport).flatMap((report) => {
    const text = textOf(report.content)
    return text === undefined || report.deleted === true
      ? []
      : [lineBlock('paragraph', text, 1, { take: 'facts', part: textOf(report.uuid), section: [textOf(report.name) ?? ''] })]
  })
}

function cvesOf({ attribute }: Entry): readonly Named[] {
  if (attribute.type !== 'vulnerability' && attribute.object_relation !== 'id') return []
  return cvesIn(textOf(attribute.value) ?? '').map((cve) => ({
    id: cve.value,
    place: { part: textOf(attribute.uuid) },
    sentence: textOf(attribute.comment) ?? '',
  }))
}

function techniquesOf(name: string | undefined): readonly Technique[] {
  const id = /\bT\d{4}(?:\.\d{3})?\b/.exec(name ?? '')?.[0]
  return id ? [{ id, asWritten: id, place: {}, sentence: name ?? '' }] : []
}

const ruleTypes: Readonly<Record<string, Pattern['language']>> = {
  yara: 'yara',
  sigma: 'sigma',
  snort: 'suricata',
  suricata: 'suricata',
  'stix2-pattern': 'stix',
  bro: 'other',
  zeek: 'other',
}

function patternOf({ attribute }: Entry): readonly Pattern[] {
  const language = ruleTypes[textOf(attribute.type) ?? '']
  const text = textOf(attribute.value)
  return language && text
    ? [{ id: textOf(attribute.uuid) ?? '', language, text, name: textOf(attribute.comment), place: { part: textOf(attribute.uuid) } }]
    : []
}

function relationsOf(object: Fields) {
  return objectsIn(object.ObjectReference).flatMap((reference) => {
    const [from, kind, to] = [textOf(object.uuid), textOf(reference.relationship_type), textOf(reference.referenced_uuid)]
    return from && kind && to ? [{ from, kind, to }] : []
  })
}

/** Types that hold values which are not looked for, with how many there are. */
function unread(entries: readonly Entry[]): readonly Note[] {
  const counts = new Map<string, number>()
  for (const { attribute, object } of entries) {
    const type = textOf(attribute.type) ?? 'without type'
    const read =
      typesOf(attribute).some((name) => mispTypes[name]) ||
      ruleTypes[type] ||
      /^(?:comment|text|vulnerability|datetime|size-in-bytes|mime-type|float|counter|boolean|port|other|AS|attachment)$/.test(type)
    if (!read && object === undefined) counts.set(type, (counts.get(type) ?? 0) + 1)
  }
  return [...counts].map(([type, count]) => ({ what: `${count} of type “${type}” were not read: there is nothing to look for them in.` }))
}

function timeOf(seconds: string | undefined): string | undefined {
  return seconds && /^\d{9,10}$/.test(seconds) ? new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') : undefined
}
