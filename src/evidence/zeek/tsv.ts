import type { LinePlan } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { epoch, epochOrNull, type Fields, isEpoch } from '../fields.ts'
import type { Header } from './header.ts'
import { loadsOf } from './logs.ts'

/** The plan for a TSV log: columns by the header's `#fields`, whatever their order; extra ones stay unread. */
export function tsvPlan(header: Header): LinePlan {
  const { separator, fields } = header
  const time = rawField(header, 'ts')
  return {
    parse: parse(separator),
    ignore: sql`startsWith(line, '#') OR line = ''`,
    loads: loadsOf(header.path, fieldsOf(header), { time: epoch(time), timeOf: epochOrNull }, sql`length(row) >= ${fields.length} AND ${isEpoch(time)}`),
  }
}

function fieldsOf(header: Header): Fields {
  return {
    text: (name) => (header.fields.includes(name) ? set(rawField(header, name), header) : raw("''")),
    list: (name) =>
      header.fields.includes(name)
        ? sql`if(${rawField(header, name)} IN (${header.unset}, ${header.empty}), [], splitByString(${header.setSeparator}, ${rawField(header, name)}))`
        : raw('[]'),
  }
}

function rawField(header: Header, name: string): Sql {
  const index = header.fields.indexOf(name)
  return index < 0 ? raw("''") : sql`row[${index + 1}]`
}

function set(text: Sql, header: Header): Sql {
  return sql`if(${text} IN (${header.unset}, ${header.empty}), '', ${text})`
}

const escape = '\\x'

/** Fields of a line. Zeek writes unprintable bytes as `\xHH`: turned back, and only in lines that have a backslash. */
function parse(separator: string): Sql {
  const fields = sql`splitByString(${separator}, trimRight(line, ${'\r'}))`
  const byte = sql`if(match(part, '^[0-9a-fA-F]{2}'), concat(unhex(substring(part, 1, 2)), substring(part, 3)), concat(${escape}, part))`
  const parts = sql`splitByString(${escape}, field)`
  const unescaped = sql`arrayStringConcat(arrayMap((part, index) -> if(index = 1, part, ${byte}), ${parts}, arrayEnumerate(${parts})))`
  return sql`if(position(line, ${escape}) = 0, ${fields}, arrayMap(field -> ${unescaped}, ${fields}))`
}
