import { plural } from '../../../base/text.ts'
import type { Named, Note, Pattern, Relation, Technique } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import type { Draft, DraftProduct, ReadContext, Reading } from '../../format.ts'
import { type Block, lineBlock } from '../../text/block.ts'
import { type Fields, fieldsOf, listOf, objectsIn, textOf, textsOf } from '../../text/json.ts'
import { embeddedRule } from '../embedded-rules.ts'
import { observableDrafts } from './observables.ts'
import { longestPattern, patternValues } from './pattern-values.ts'

const tlpIds: Readonly<Record<string, string>> = {
  '94868c89-83c2-464b-929b-a1a8aa3c8487': 'CLEAR',
  'bab4a63c-aed9-4cf5-a766-dfca5abac2bb': 'GREEN',
  '55d920b0-5e8b-4f79-9ee9-91f868d9b421': 'AMBER',
  '939a9414-2ddd-4d32-a0cd-375ea402b003': 'AMBER+STRICT',
  'e828b379-4e03-4974-9ac4-e53a884c97c1': 'RED',
  '613f2e26-407d-48c7-9eca-b8e91df99dc9': 'WHITE',
  '34098fce-860f-48ae-8e50-ebd3cc5e41da': 'GREEN',
  'f88d31f6-486f-44da-b317-01333bde0b82': 'AMBER',
  '5e57c739-391a-4eb3-b6be-7d15ca92d5ed': 'RED',
}
const tlpOrder = ['WHITE', 'CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED']
/** Objects whose texts tell of the affair; those of attack patterns come from a catalogue. */
const telling = new Set([
  'report',
  'note',
  'opinion',
  'campaign',
  'incident',
  'grouping',
  'indicator',
  'malware',
  'course-of-action',
  'intrusion-set',
  'observed-data',
  'malware-analysis',
])
const threats = new Set(['malware', 'intrusion-set', 'threat-actor', 'campaign', 'tool'])

/** What the objects of a bundle say. */
export function readObjects(objects: ReadonlyMap<string, Fields>, bundleNotes: readonly Note[], context: ReadContext): Reading {
  const all = [...objects.values()]
  const ofType = (...types: readonly string[]) => all.filter((object) => types.includes(String(object.type)))
  const report = ofType('report', 'grouping')[0]
  const identities = new Map(ofType('identity').map((identity) => [identity.id, textOf(identity.name)]))
  const relations = relationsOf(all)
  const named = new Map(all.flatMap((object) => (typeof object.id === 'string' && textOf(object.name) ? [[object.id, textOf(object.name) ?? '']] : [])))
  const patterns = all.flatMap((object) => patternOf(object) ?? [])
  const rules = new Map(patterns.flatMap((pattern) => [[pattern.id, embeddedRule(pattern, context)] as const]))
  const drafts = all.map((object) => draftsOf(object, { relations, named, objects, rule: rules.get(textOf(object.id) ?? '') }))
  const notes = [
    ...bundleNotes,
    ...all
      .filter((object) => object.type === 'indicator' && textOf(object.pattern) === undefined)
      .map((object) => ({ what: 'An indicator has no pattern.', place: { part: textOf(object.id) } })),
    ...patterns
      .filter(({ text, language }) => language === 'stix' && text.length > longestPattern)
      .map(({ place }) => ({ what: `A pattern is longer than ${longestPattern} characters: what comes after was not read.`, place })),
    ...silentNote(all.filter((object, index) => object.type === 'indicator' && textOf(object.pattern) !== undefined && drafts[index]?.length === 0).length),
  ]
  return {
    title: textOf(report?.name) ?? textOf(ofType('campaign', 'incident', 'malware')[0]?.name) ?? (all.length > 0 ? 'STIX bundle' : undefined),
    publisher: identities.get(report?.created_by_ref) ?? [...identities.values()][0],
    published: textOf(report?.published) ?? textOf(report?.created),
    modified: textOf(report?.modified),
    tlp: tlpOf(report ? [report, ...all] : all),
    blocks: [...all.flatMap((object) => textBlocks(object)), ...[...rules.values()].flatMap((rule) => rule?.blocks ?? [])],
    indicators: drafts.flat(),
    products: ofType('software').flatMap((object) => softwareProduct(object) ?? []),
    cves: [...ofType('vulnerability').flatMap((object) => cveOf(object) ?? []), ...[...rules.values()].flatMap((rule) => rule?.cves ?? [])],
    techniques: [...ofType('attack-pattern').flatMap((object) => techniqueOf(object) ?? []), ...[...rules.values()].flatMap((rule) => rule?.techniques ?? [])],
    patterns,
    relations,
    references: objectsIn(report?.external_references).flatMap((reference) =>
      textOf(reference.url) ? [{ url: textOf(reference.url) ?? '', text: textOf(reference.source_name) ?? '' }] : [],
    ),
    own: objectsIn(report?.external_references)
      .flatMap((reference) => textOf(reference.url) ?? [])
      .slice(0, 1),
    threats: all.filter((object) => threats.has(String(object.type))).flatMap((object) => textOf(object.name) ?? []),
    notes,
  }
}

function relationsOf(all: readonly Fields[]): readonly Relation[] {
  return all.flatMap((object): Relation[] => {
    if (object.type === 'relationship') {
      const [from, kind, to] = [textOf(object.source_ref), textOf(object.relationship_type), textOf(object.target_ref)]
      return from && kind && to ? [{ from, kind, to }] : []
    }
    const sighted = object.type === 'sighting' ? textOf(object.sighting_of_ref) : undefined
    return sighted ? textsOf(object.where_sighted_refs).map((where) => ({ from: sighted, kind: 'sighted-by', to: where })) : []
  })
}

function patternOf(object: Fields): Pattern | undefined {
  const text = textOf(object.pattern)
  if (object.type !== 'indicator' || text === undefined) return undefined
  const language = languageOf(object)
  return {
    id: textOf(object.id) ?? '',
    language:
      language === 'snort' ? 'suricata' : language === 'stix' || language === 'sigma' || language === 'yara' || language === 'suricata' ? language : 'other',
    text,
    name: textOf(object.name),
    validFrom: textOf(object.valid_from),
    validUntil: textOf(object.valid_until),
    place: { part: textOf(object.id) },
  }
}

/** What an object stands in. */
interface Around {
  readonly relations: readonly Relation[]
  readonly named: ReadonlyMap<string, string>
  readonly objects: ReadonlyMap<string, Fields>
  /** The object’s pattern, when it is a rule of another language. */
  readonly rule: ReturnType<typeof embeddedRule>
}

function draftsOf(object: Fields, { relations, named, objects, rule }: Around): readonly Draft[] {
  const part = textOf(object.id)
  if (object.type === 'indicator') {
    const about = relations.filter((relation) => relation.from === object.id && relation.kind === 'indicates').map((relation) => named.get(relation.to) ?? '')
    const words = [
      textOf(object.name),
      textOf(object.description),
      textsOf(object.labels).join(' '),
      textsOf(object.indicator_types).join(' '),
      about.join(' '),
      phases(object),
    ]
      .filter((text) => text)
      .join(' | ')
    const benign = /\bbenign\b/.test(`${textsOf(object.indicator_types).join(' ')} ${textsOf(object.labels).join(' ')}`)
    const retired = object.revoked === true ? 'the publisher has revoked it' : benign ? 'the publisher calls it benign' : idsReason(object)
    const sentence = words.slice(0, 400) || (textOf(object.pattern) ?? '').slice(0, 400)
    const found = languageOf(object) === 'stix' ? patternValues(textOf(object.pattern) ?? '') : (rule?.indicators ?? [])
    return found.map(({ type, value }) => ({
      type,
      value,
      asWritten: value,
      place: { part },
      sentence,
      role: benign ? 'benign' : roleOf(type, words, []),
      demoted: retired,
    }))
  }
  return observableDrafts(object, objects)
}

/** Drafts of 2016 called the type of a pattern its language. */
function languageOf(object: Fields): string {
  return textOf(object.pattern_type) ?? textOf(object.pattern_lang) ?? 'stix'
}

function silentNote(count: number): readonly Note[] {
  return count === 0
    ? []
    : [
        {
          what: `${plural(count, 'indicator')} gave nothing to look for: what the pattern compares with is not looked for, or no equality, or it could not be read.`,
        },
      ]
}

/** MISP writes its mark for detection into labels. */
function idsReason(object: Fields): string | undefined {
  return textsOf(object.labels).some((label) => /to_ids="?false/i.test(label)) ? 'the publisher does not mean it for detection' : undefined
}

function phases(object: Fields): string {
  return objectsIn(object.kill_chain_phases)
    .flatMap((phase) => textOf(phase.phase_name) ?? [])
    .join(' ')
    .replaceAll('-', ' ')
}

function cveOf(object: Fields): Named | undefined {
  const listed = objectsIn(object.external_references).map((reference) => textOf(reference.external_id))
  const id = [textOf(object.name), ...listed].find((text) => /^CVE-\d{4}-\d{4,7}$/i.test(text ?? ''))
  return id ? { id: id.toUpperCase(), place: { part: textOf(object.id) }, sentence: textOf(object.description)?.slice(0, 400) ?? '' } : undefined
}

function techniqueOf(object: Fields): Technique | undefined {
  const listed = objectsIn(object.external_references).map((reference) => textOf(reference.external_id))
  const id = [...listed, /\bT\d{4}(?:\.\d{3})?\b/.exec(textOf(object.name) ?? '')?.[0]].find((text) => /^T\d{4}(?:\.\d{3})?$/.test(text ?? ''))
  return id ? { id, asWritten: id, place: { part: textOf(object.id) }, sentence: textOf(object.name) ?? '' } : undefined
}

function softwareProduct(object: Fields): DraftProduct | undefined {
  const product = textOf(object.name)
  if (product === undefined) return undefined
  const version = textOf(object.version)
  return {
    product,
    vendor: textOf(object.vendor),
    names: [],
    cpe: textOf(object.cpe),
    versions: version ? [version] : [],
    ranges: [],
    fixed: [],
    unaffected: [],
    cves: [],
    place: { part: textOf(object.id) },
    sentence: '',
  }
}

function textBlocks(object: Fields): readonly Block[] {
  if (!telling.has(String(object.type))) return []
  const take = object.type === 'report' || object.type === 'note' || object.type === 'grouping' ? 'all' : 'facts'
  return [textOf(object.description), textOf(object.abstract), textOf(object.content)].flatMap((text) =>
    text === undefined ? [] : [lineBlock('paragraph', text, 1, { take, part: textOf(object.id), section: [textOf(object.name) ?? ''] })],
  )
}

/** The strictest marking that any object carries. */
function tlpOf(all: readonly Fields[]): string | undefined {
  let most = -1
  for (const object of all) {
    for (const reference of listOf(object.object_marking_refs))
      most = Math.max(most, tlpOrder.indexOf(tlpIds[String(reference).replace('marking-definition--', '')] ?? ''))
    const label = textsOf(object.labels).map((text) => /^tlp:([a-z+]+)$/i.exec(text)?.[1]?.toUpperCase() ?? '')
    for (const name of label) most = Math.max(most, tlpOrder.indexOf(name))
    if (object.type === 'marking-definition') most = Math.max(most, tlpOrder.indexOf((textOf(fieldsOf(object.definition).tlp) ?? '').toUpperCase()))
  }
  return tlpOrder[most]
}
