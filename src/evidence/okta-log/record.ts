import { raw, type Sql } from '../../base/sql.ts'
import { firstText, jsonRecord, part, type Shape, texts } from '../json-record.ts'

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/ */
const shape = {
  ...texts('uuid', 'published', 'eventType', 'displayMessage', 'eventtype', 'displaymessage'),
  actor: texts('id', 'alternateId', 'displayName', 'type'),
  client: {
    ...texts('ipAddress', 'device', 'id', 'zone'),
    userAgent: texts('rawUserAgent', 'os'),
    geographicalContext: { ...texts('city', 'country'), geolocation: texts('lat', 'lon') },
  },
  device: texts('id', 'name'),
  outcome: texts('result', 'reason'),
  target: [texts('id', 'type', 'alternateId', 'displayName')],
  authenticationContext: texts('externalSessionId'),
  authenticationcontext: texts('externalSessionId'),
  debugContext: { debugData: texts('factor', 'risk', 'logOnlySecurityData', 'behaviors', 'privilegeGranted', 'dtHash') },
  debugcontext: { debugData: texts('factor', 'risk', 'logOnlySecurityData', 'behaviors', 'privilegeGranted', 'dtHash') },
} as const satisfies Readonly<Record<string, Shape>>

export const record: Sql = jsonRecord(shape)

/** A field by its path; a table that was exported in between may write the first name small. */
export function field(first: string, ...path: readonly string[]): Sql {
  const row = raw('row')
  const small = first.toLowerCase()
  return small !== first && small in shape ? firstText(part(row, first, ...path), part(row, small, ...path)) : part(row, first, ...path)
}

export const eventType = field('eventType')
export const targets = raw("tupleElement(row, 'target')")

/** Of the first target of a type. */
export function target(type: string, member: 'id' | 'alternateId' | 'displayName'): Sql {
  return raw(`tupleElement(arrayFirst(one -> tupleElement(one, 'type') = '${type}', tupleElement(row, 'target')), '${member}')`)
}
