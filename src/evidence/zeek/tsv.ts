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
    parse: sql`splitByString(${separator}, trimRight(line, '\\r'))`,
    ignore: sql`startsWith(line, '#') OR line = ''`,
    loads: loadsOf(
      header.path,
      fieldsOf(header),
      { time: epoch(time), timeOf: epochOrNull },
      sql`length(row) >= ${fields.length} AND ${isEpoch(time)}`,
    ),
  }
}

function fieldsOf(header: Header): Fields {
  return {
    text: (name) => (header.fields.includes(name) ? set(unescaped(rawField(header, name)), header) : raw("''")),
    list: (name) =>
      header.fields.includes(name)
        ? sql`if(${rawField(header, name)} IN (${header.unset}, ${header.empty}), [], splitByString(${header.setSeparator}, ${unescaped(rawField(header, name))}))`
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

/** Zeek writes unprintable bytes as `\xHH`: turned back, and only where there is a backslash. */
function unescaped(text: Sql): Sql {
  const parts = sql`splitByString('\\x', ${text})`
  const byte = sql`if(match(part, '^[0-9a-fA-F]{2}'), concat(unhex(substring(part, 1, 2)), substring(part, 3)), concat('\\x', part))`
  return sql`if(position(${text}, '\\x') = 0, ${text}, arrayStringConcat(arrayMap((part, index) -> if(index = 1, part, ${byte}), ${parts}, arrayEnumerate(${parts}))))`
}
