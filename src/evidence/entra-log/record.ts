import { raw, type Sql } from '../../base/sql.ts'
import { firstText, jsonRecord, part, type Shape, texts } from '../json-record.ts'

/** A sign-in: https://learn.microsoft.com/graph/api/resources/signin (beta has sessionId, authenticationProtocol and the like). */
const signIn = {
  ...texts('createdDateTime', 'id', 'userPrincipalName', 'userId', 'servicePrincipalName', 'servicePrincipalId', 'managedIdentityType', 'sessionId'),
  ...texts('appDisplayName', 'appId', 'resourceDisplayName', 'resourceTenantId', 'ipAddress', 'clientAppUsed', 'authenticationProtocol', 'userAgent'),
  ...texts('isInteractive', 'authenticationRequirement', 'riskLevelDuringSignIn', 'riskLevelAggregated', 'riskState', 'conditionalAccessStatus'),
  signInEventTypes: 'texts',
  riskEventTypes_v2: 'texts',
  riskEventTypes: 'texts',
  authenticationDetails: [texts('authenticationMethod', 'authenticationStepResultDetail', 'succeeded')],
  mfaDetail: texts('authMethod', 'authDetail'),
  status: texts('errorCode', 'failureReason', 'additionalDetails'),
  deviceDetail: texts('deviceId', 'displayName', 'operatingSystem'),
  location: { ...texts('city', 'countryOrRegion'), geoCoordinates: texts('latitude', 'longitude') },
} as const satisfies Readonly<Record<string, Shape>>

/** An entry of the audit log: https://learn.microsoft.com/graph/api/resources/directoryaudit */
const audit = {
  ...texts('activityDateTime', 'activityDisplayName', 'category', 'result', 'resultReason', 'userAgent', 'ipAddress'),
  initiatedBy: { user: texts('id', 'userPrincipalName', 'displayName', 'ipAddress'), app: texts('displayName', 'servicePrincipalId') },
  targetResources: [{ ...texts('id', 'displayName', 'type', 'userPrincipalName'), modifiedProperties: [texts('displayName', 'oldValue', 'newValue')] }],
  additionalDetails: [texts('key', 'value')],
} as const satisfies Readonly<Record<string, Shape>>

/** What Azure Monitor puts around a record; a table that was exported in between may write its names small. */
const envelope = texts(
  ...([
    'time',
    'category',
    'operationName',
    'operationname',
    'tenantId',
    'tenantid',
    'callerIpAddress',
    'calleripaddress',
    'resultType',
    'resulttype',
  ] as const),
  ...(['resultDescription', 'resultdescription'] as const),
)

/** Records come bare, as Graph gives them, or in an envelope under `properties`, as diagnostic settings write them. */
export function recordOf(enveloped: boolean): Sql {
  return jsonRecord(enveloped ? { ...envelope, properties: { ...audit, ...signIn } } : { ...envelope, ...audit, ...signIn })
}

/** Where the fields of a record are. */
export interface Where {
  /** A field of the record itself. */
  readonly body: (...path: readonly string[]) => Sql
  /** A field of the envelope, whichever way it is written. */
  readonly around: (key: string) => Sql
}

export function whereIn(enveloped: boolean): Where {
  const row = raw('row')
  return {
    body: (...path) => part(row, ...(enveloped ? ['properties', ...path] : path)),
    around: (key) => (key === key.toLowerCase() ? part(row, key) : firstText(part(row, key), part(row, key.toLowerCase()))),
  }
}
