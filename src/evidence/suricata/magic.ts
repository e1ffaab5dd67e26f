import { type Sql, sql } from '../../base/sql.ts'

/** How descriptions of libmagic begin, and the type that the other sensor gives to the same content. */
const types: readonly (readonly [beginning: string, type: string])[] = [
  ['PE32', 'application/x-dosexec'],
  ['MS-DOS executable', 'application/x-dosexec'],
  ['ELF ', 'application/x-executable'],
  ['Mach-O', 'application/x-mach-o-executable'],
  ['Zip archive', 'application/zip'],
  ['Java archive', 'application/java-archive'],
  ['gzip compressed', 'application/gzip'],
  ['7-zip archive', 'application/x-7z-compressed'],
  ['RAR archive', 'application/x-rar'],
  ['Microsoft Cabinet', 'application/vnd.ms-cab-compressed'],
  ['PDF document', 'application/pdf'],
  ['PNG image', 'image/png'],
  ['JPEG image', 'image/jpeg'],
  ['GIF image', 'image/gif'],
  ['MS Windows icon', 'image/x-icon'],
  ['HTML document', 'text/html'],
  ['XML', 'application/xml'],
  ['JSON', 'application/json'],
  ['ASCII text', 'text/plain'],
  ['UTF-8 Unicode text', 'text/plain'],
]

/** Type by content from a description of libmagic (`magic`, where the sensor is set to give it); '' when it is another. */
export function contentType(magic: Sql): Sql {
  const beginnings = types.map(([beginning]) => beginning)
  const found = sql`arrayFirstIndex(beginning -> startsWith(${magic}, beginning), ${beginnings})`
  return sql`arrayElement(${types.map(([, type]) => type)}, ${found})`
}
