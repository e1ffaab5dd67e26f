import type { LinePlan } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { epoch, epochOrNull, type Fields, isEpoch } from '../fields.ts'
import type { Header } from './header.ts'
import { loadsOf } from './logs.ts'

/** The plan for a TSV log: columns by the header's `#fields`, whatever their order; extra ones stay unread. */
export function tsvPlan(header: Header): LinePlan {
  const { fields } = header
  const time = rawField(header, 'ts')
  return {
    parse: parse(header),
    plain: { when: sql`position(line, ${mark}) = 0`, parse: fieldsText(header) },
    ignore: sql`startsWith(line, '#') OR ${lineText(header)} = ''`,
    loads: loadsOf(header.path, fieldsOf(header), { time: epoch(time), timeOf: epochOrNull }, sql`length(row) >= ${fields.length} AND ${isEpoch(time)}`),
  }
}

function fieldsOf(header: Header): Fields {
  const { unset, empty, setSeparator } = header
  return {
    text: (name) => (header.fields.includes(name) ? marked(rawField(header, name), header) : raw("''")),
    plain: (name) => rawField(header, name),
    list: (name) => {
      if (!header.fields.includes(name)) return raw('emptyArrayString()')
      const elements = sql`splitByString(${setSeparator}, ${rawField(header, name)})`
      const element = sql`if(element = ${empty}, '', replaceAll(element, ${escaped(setSeparator)}, ${setSeparator}))`
      return sql`if(${rawField(header, name)} IN (${unset}, ${empty}), [], arrayMap(element -> ${element}, ${elements}))`
    },
  }
}

function rawField(header: Header, name: string): Sql {
  const index = header.fields.indexOf(name)
  return index < 0 ? raw("''") : sql`row[${index + 1}]`
}

/** A value that is not there is ''; one that looks like the mark for that has its first character escaped, and gets it back. */
function marked(text: Sql, { unset, empty }: Header): Sql {
  return sql`transform(${text}, ${[unset, empty, escaped(unset), escaped(empty)]}, ${['', '', unset, empty]})`
}

const mark = '\\x'

/** `-` → `\x2d`, `(empty)` → `\x28empty)` */
function escaped(text: string): string {
  return text === '' ? mark : `${mark}${text.charCodeAt(0).toString(16).padStart(2, '0')}${text.slice(1)}`
}

/** The line without the carriage return that Windows puts at its end, if the header has it. */
function lineText({ windows }: Header): Sql {
  return windows ? sql`trimRight(line, ${'\r'})` : raw('line')
}

function fieldsText(header: Header): Sql {
  return sql`splitByString(${header.separator}, ${lineText(header)})`
}

/**
 * Fields of a line. Zeek writes bytes that it must not write plainly as `\xHH`: turned back, only in lines that have a
 * backslash, but for those that tell a value from a mark or an element from its separator.
 */
function parse(header: Header): Sql {
  const fields = fieldsText(header)
  const kept = escaped(header.setSeparator).slice(mark.length)
  const byte = sql`if(match(part, '^[0-9a-fA-F]{2}') AND lower(substring(part, 1, 2)) != ${kept}, concat(unhex(substring(part, 1, 2)), substring(part, 3)), concat(${mark}, part))`
  const parts = sql`splitByString(${mark}, field)`
  const unescaped = sql`arrayStringConcat(arrayMap((part, index) -> if(index = 1, part, ${byte}), ${parts}, arrayEnumerate(${parts})))`
  const unlessKept = sql`if(lower(field) IN (${escaped(header.unset)}, ${escaped(header.empty)}), lower(field), ${unescaped})`
  return sql`if(position(line, ${mark}) = 0, ${fields}, arrayMap(field -> ${unlessKept}, ${fields}))`
}
