import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { fieldsOf, isFields, objectsIn } from '../../text/json.ts'
import { brokenJson } from '../broken-json.ts'
import { readEvents } from './event.ts'

export const misp: AdvisoryFormat = {
  name: 'misp',
  title: 'MISP event',
  origin: 'MISP (Event → Download as → MISP JSON), its feeds and its search.',
  recognise: score,
  read: (document, context): Reading => {
    const json = document.json()
    if (json === undefined) return brokenJson(document, 'MISP event')
    return readEvents(eventsIn(json), context)
  },
}

function score(document: Document): number {
  const head = document.head()
  if (!/^\s*[[{]/.test(head)) return 0
  if (/"Event"\s*:\s*\{/.test(head.slice(0, 4000))) return 1
  return eventsIn(document.json()).length > 0 ? 0.95 : 0
}

/** `{Event}`, `{response: [{Event}]}`, `[{Event}]`, the bare event of a feed, and the attributes that a search gives without their events. */
function eventsIn(json: unknown): readonly Readonly<Record<string, unknown>>[] {
  const found = fieldsOf(fieldsOf(json).response)
  if (objectsIn(found.Attribute).some((attribute) => 'type' in attribute && 'value' in attribute))
    return [{ info: 'MISP attributes', Attribute: found.Attribute }]
  const list = Array.isArray(json) ? json : Array.isArray(fieldsOf(json).response) ? objectsIn(fieldsOf(json).response) : [json]
  return list.flatMap((item) => {
    const event = fieldsOf(fieldsOf(item).Event)
    if (Object.keys(event).length > 0) return [event]
    return isFields(item) && 'info' in item && ('Attribute' in item || 'Object' in item || 'Orgc' in item) ? [item] : []
  })
}
