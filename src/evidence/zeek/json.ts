import type { LinePlan } from '../../base/line-plan.ts'
import { join, type Sql, sql } from '../../base/sql.ts'
import { date, dateOrNull, epoch, epochOrNull, isDate, isEpoch, jsonFields, jsonTuple } from '../fields.ts'
import { fieldNames, loadsOf, streams, type ZeekTimes } from './logs.ts'

/** How shippers name the stream of a line when all logs are in one file. */
export const streamKeys = ['_path', '@stream', '_stream', 'log'] as const

export interface JsonShape {
  /** Key that names the stream of each line, or the one stream that the whole file holds. */
  readonly key?: string
  readonly stream?: string
  /** `id.orig_h` and `certificate.subject`, or with another joint: `id_orig_h`, `certificate_subject`. */
  readonly joint: string
  /** Times are text (ISO 8601), not seconds. */
  readonly dates: boolean
}

/** The plan for newline-delimited JSON, of one log or of many in one file. */
export function jsonPlan(shape: JsonShape): LinePlan {
  const nameOf = (field: string) => field.replace('.', shape.joint)
  const names = new Set([...fieldNames.map(nameOf), ...(shape.key ? [shape.key] : [])])
  const fields = jsonFields(names, nameOf)
  const ts = fields.text('ts')
  const times: ZeekTimes = shape.dates ? { time: date(ts), timeOf: dateOrNull } : { time: epoch(ts), timeOf: epochOrNull }
  const whole = shape.dates ? isDate(ts) : isEpoch(ts)
  const key = shape.key
  const loads = (key ? streams : [shape.stream ?? '']).flatMap((stream) =>
    loadsOf(stream, fields, times, key ? sql`tupleElement(row, ${key}) = ${stream} AND ${whole}` : whole),
  )
  return { parse: jsonTuple([...names]), ignore: ignored(key), loads }
}

/** Blank lines, and records of streams that no table is made from. */
function ignored(key: string | undefined): Sql {
  if (!key) return sql`trim(line) = ''`
  return sql`trim(line) = '' OR (JSONExtractString(line, ${key}) NOT IN (${join(['', ...streams].map((stream) => sql`${stream}`))}))`
}
