import { raw, type Sql, sql } from '../../base/sql.ts'
import { firstText, jsonRecord, part, texts } from '../json-record.ts'

/** https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list#Activity; an export may give one event in the activity itself. */
const activity = jsonRecord({
  id: texts('time', 'applicationName', 'customerId'),
  actor: texts('email', 'profileId', 'callerType', 'key'),
  ...texts('ipAddress', 'events', 'name', 'type', 'parameters'),
})
const event = 'Array(Tuple(type String, name String, parameters String))'

/** The activity, and its events as a list: `events` is a list, one object, or its members stand in the activity. */
export const record: Sql = sql`tuple(${activity}, if(tupleElement(${activity}, 'events') = '',
  [CAST((tupleElement(${activity}, 'type'), tupleElement(${activity}, 'name'), tupleElement(${activity}, 'parameters')), 'Tuple(type String, name String, parameters String)')],
  JSONExtract(if(startsWith(tupleElement(${activity}, 'events'), '{'), concat('[', tupleElement(${activity}, 'events'), ']'), tupleElement(${activity}, 'events')), ${event})))`

export function field(...path: readonly string[]): Sql {
  return part(raw('tupleElement(row, 1)'), ...path)
}

/** The event of a number, from 1; empty where there are fewer. */
export interface GoogleEvent {
  readonly name: Sql
  readonly type: Sql
  /** A parameter as text, whichever way parameters are given: a list of names with values, or one object. */
  readonly parameter: (name: string) => Sql
}

export function eventNumber(number: number): GoogleEvent {
  const at = (member: string) => raw(`tupleElement(tupleElement(row, 2)[${number}], '${member}')`)
  const list = `JSONExtract(tupleElement(tupleElement(row, 2)[${number}], 'parameters'), 'Array(Tuple(name String, value String, boolValue String, intValue String, multiValue Array(String)))')`
  return {
    name: at('name'),
    type: at('type'),
    parameter: (name) => {
      const found = sql`arrayFirst(one -> tupleElement(one, 'name') = ${name}, ${raw(list)})`
      const of = (member: string) => part(found, member)
      const listed = firstText(of('value'), of('boolValue'), of('intValue'), sql`arrayStringConcat(${of('multiValue')}, ',')`)
      const plain = sql`JSONExtract(${at('parameters')}, ${name}, 'String')`
      return sql`if(startsWith(${at('parameters')}, '['), ${listed}, ${plain})`
    },
  }
}
