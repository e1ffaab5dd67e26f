import { raw, type Sql, sql } from '../../base/sql.ts'
import { date } from '../fields.ts'
import { field } from './record.ts'

/**
 * A look-up is told in two events or more: the query, perhaps sent again, and its answer (in version 1 one event per
 * answer record). Counted one by one, look-ups would double. So the events of a look-up are brought together: the first
 * is the row, and takes its code and answers from those that follow. They belong together when flow and transaction id
 * are the same, name and type too (an answer of version 1 names the record instead), and they are less than this apart.
 */
const sameLookupMicros = 10_000_000

/** Events looked at before and after, of the same flow and transaction. */
const window = 12

const query = (record: Sql, name: string): Sql =>
  sql`if(empty(${field(record, 'dns', 'queries')}), ${field(record, 'dns', name)}, tupleElement(${field(record, 'dns', 'queries')}[1], ${name}))`

/** Name asked for; of an answer of version 1, the record answered. */
export const queryName = (record: Sql): Sql => query(record, 'rrname')
export const queryType = (record: Sql): Sql => query(record, 'rrtype')

/** Version 3 calls it `response`, older ones `answer`. */
export function isAnswer(record: Sql): Sql {
  return sql`${field(record, 'dns', 'type')} IN ('answer', 'response')`
}

/** Both ways of writing answers, the same value once; records that are objects (SOA, SRV) are left out. */
function answers(record: Sql): Sql {
  const detailed = sql`arrayMap(answer -> tupleElement(answer, 'rdata'), ${field(record, 'dns', 'answers')})`
  const grouped = sql`arrayFlatten(mapValues(${field(record, 'dns', 'grouped')}))`
  const all = sql`arrayConcat([${field(record, 'dns', 'rdata')}], ${detailed}, ${grouped})`
  return sql`arrayDistinct(arrayFilter(answer -> answer != '' AND NOT startsWith(answer, '{'), ${all}))`
}

/** An event as its neighbours see it. */
function brief(record: Sql): Sql {
  const micros = sql`toUnixTimestamp64Micro(${date(field(record, 'timestamp'))})`
  // An answer of version 1 says neither its version nor what was asked.
  const bare = sql`${isAnswer(record)} AND ${field(record, 'dns', 'version')} IN ('', '1')`
  const rcode = sql`if(${isAnswer(record)}, ${field(record, 'dns', 'rcode')}, '')`
  return sql`tuple(${micros}, lower(${queryName(record)}), ${queryType(record)}, ${bare}, ${isAnswer(record)}, ${rcode}, if(${isAnswer(record)}, ${answers(record)}, []))`
}

/** The events before and after this one of the same flow and transaction, and itself: columns of `row` beside the record. */
export function neighbours(record: Sql): Sql {
  const isDns = sql`${field(record, 'event_type')} = 'dns'`
  // Small files are read together: each for itself. Every other event is alone, so that nothing is gathered for it.
  const key = sql`if(${isDns}, cityHash64(_path, ${field(record, 'flow_id')}, ${field(record, 'dns', 'id')}), toUInt64(assumeNotNull(_row_number)))`
  const gather = (frame: Sql) => sql`groupArrayIf(${brief(record)}, ${isDns}) OVER (PARTITION BY ${key} ORDER BY _row_number ROWS BETWEEN ${frame})`
  return sql`${gather(raw(`${window} PRECEDING AND 1 PRECEDING`))}, ${gather(raw(`CURRENT ROW AND ${window} FOLLOWING`))}`
}

const before = raw('tupleElement(row, 2)')
const after = raw('tupleElement(row, 3)')

/** `other` and `own` tell of the same look-up. */
function together(other: string, own: string): Sql {
  const same = raw(`(${other}.2 = ${own}.2 AND ${other}.3 = ${own}.3)`)
  return sql`abs(${raw(other)}.1 - ${raw(own)}.1) <= ${sameLookupMicros} AND (${same} OR ${raw(other)}.4 OR ${raw(own)}.4)`
}

/** The event is the first of its look-up. */
export const firstOfLookup: Sql = sql`NOT arrayExists(other -> ${together('other', `tupleElement(row, 3)[1]`)}, ${before})`

const told: Sql = sql`arrayFilter(other -> other.5 AND ${together('other', `tupleElement(row, 3)[1]`)}, ${after})`

export const lookupCode: Sql = sql`arrayFirst(code -> code != '', arrayMap(other -> other.6, ${told}))`
export const lookupAnswers: Sql = sql`arrayDistinct(arrayFlatten(arrayMap(other -> other.7, ${told})))`
