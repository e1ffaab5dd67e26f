import { plural } from '../../../base/text.ts'
import type { Note } from '../../advisory.ts'
import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { type Fields, isFields, listOf, objectsIn } from '../../text/json.ts'
import { brokenJson } from '../broken-json.ts'
import { readObjects } from './objects.ts'

export const stix: AdvisoryFormat = {
  name: 'stix',
  title: 'STIX 2.0 and 2.1',
  origin: 'Bundles of CISA, MISP, OpenCTI, TAXII servers and security companies.',
  recognise: score,
  read: (document, context): Reading => {
    const json = document.json()
    if (json === undefined) return brokenJson(document, 'STIX bundle')
    const objects = bundles(json, context.limits.objects)
    return readObjects(objects.found, objects.notes, context)
  },
}

function score(document: Document): number {
  const head = document.head()
  if (!/^\s*[[{]/.test(head)) return 0
  if (/"type"\s*:\s*"bundle"/.test(head) && /"(?:objects|spec_version|id)"\s*:/.test(head)) return 1
  const json = document.json()
  const list = Array.isArray(json) ? json : [json]
  const known = list
    .slice(0, 50)
    .filter(
      (item) =>
        isFields(item) && typeof item.type === 'string' && new RegExp(`^${String(item.type).replace(/[^a-z0-9-]/g, '')}--[0-9a-f-]{36}$`).test(String(item.id)),
    )
  return known.length > 0 && known.length >= list.slice(0, 50).length / 2 ? 0.95 : 0
}

const deepest = 10

/** The objects of a bundle, of bundles inside bundles, and of lists; each id once, and no deeper than anyone needs. */
function bundles(json: unknown, most: number): { readonly found: ReadonlyMap<string, Fields>; readonly notes: readonly Note[] } {
  const found = new Map<string, Fields>()
  const notes: Note[] = []
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: json, depth: 0 }]
  let repeated = 0
  for (let at = 0; at < queue.length; at += 1) {
    const { value, depth } = queue[at] ?? { value: undefined, depth: 0 }
    const inside = membersOf(value)
    if (found.size >= most || depth > deepest) {
      notes.push({
        what:
          depth > deepest
            ? `Bundles lie more than ${deepest} deep in one another: the inner ones were not read.`
            : `The bundle has more than ${most} objects: the rest was not read.`,
      })
      break
    }
    if (inside) for (const item of inside) queue.push({ value: item, depth: depth + 1 })
    else if (isFields(value) && keep(found, value, at)) repeated += 1
  }
  if (repeated > 0) notes.push({ what: `${plural(repeated, 'object')} came more than once: the version that was modified last was read.` })
  return { found, notes }
}

/** The members of a list or bundle; undefined for an object. */
function membersOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  const isBundle = isFields(value) && (value.type === 'bundle' || (value.type === undefined && Array.isArray(value.objects)))
  if (!isBundle) return undefined
  // Drafts of 2016 have one list for each type.
  return value.objects === undefined ? Object.values(value).flatMap(objectsIn) : listOf(value.objects)
}

/** Keeps an object; of several versions the one modified last. True when it was known. */
function keep(found: Map<string, Fields>, object: Fields, at: number): boolean {
  const id = typeof object.id === 'string' ? object.id : `object ${at}`
  const known = found.get(id)
  if (known === undefined || String(object.modified ?? '') > String(known.modified ?? '')) found.set(id, object)
  return known !== undefined
}
