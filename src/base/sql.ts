/**
 * ClickHouse SQL with values bound by literal: `sql\`SELECT … WHERE host = ${host}\``. Every `${}` is written as an
 * escaped literal, or, if it is itself `Sql`, spliced in. There is no other way to build a query from evidence.
 */
export class Sql {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type SqlValue = Sql | string | number | bigint | boolean | null | readonly SqlValue[]

export function sql(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Sql {
  return new Sql(strings.reduce((text, part, index) => text + literal(values[index - 1] as SqlValue) + part))
}

/** Trusted text: table names, column lists, constants of this code base. Never evidence. */
export function raw(text: string): Sql {
  return new Sql(text)
}

/** Joins pieces with a separator such as `, ` or ` AND `. */
export function join(pieces: readonly Sql[], separator = ', '): Sql {
  return new Sql(pieces.map((piece) => piece.text).join(separator))
}

/** A quoted identifier. */
export function name(identifier: string): Sql {
  return new Sql(`\`${identifier.replace(/[`\\]/g, '\\$&')}\``)
}

function literal(value: SqlValue): string {
  if (value instanceof Sql) return value.text
  if (value === null) return 'NULL'
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'number' && !Number.isFinite(value)) return 'NULL'
  return String(value)
}

/** ClickHouse string literal: backslash and quote escaped, NUL written out. */
function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`
}
