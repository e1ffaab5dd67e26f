import type { AdvisoryIndicatorType } from '../../advisory.ts'
import type { Draft } from '../../format.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'

/** Where OpenSSF malicious-packages keeps indicators: `database_specific.iocs`, and the origins with the hash of what was seen. */
const lists: Readonly<Record<string, AdvisoryIndicatorType>> = { domains: 'domain', ips: 'ipv4', urls: 'url', hashes: 'sha256', files: 'file-name' }

/** Indicators that an entry about a malicious package gives. */
export function maliciousIndicators(record: Fields): readonly Draft[] {
  const specific = fieldsOf(record.database_specific)
  const iocs = fieldsOf(specific.iocs)
  const place = { part: textOf(record.id) }
  const sentence = textOf(record.summary) ?? ''
  const listed = Object.entries(lists).flatMap(([name, type]) =>
    textsOf(iocs[name]).map(
      (value): Draft => ({
        type: type === 'sha256' ? hashType(value) : type,
        value,
        asWritten: value,
        place,
        sentence,
        role: type === 'sha256' || type === 'file-name' ? 'payload' : 'unknown',
      }),
    ),
  )
  const origins = objectsIn(specific['malicious-packages-origins']).flatMap((origin): Draft[] => {
    const value = textOf(origin.sha256)
    return value === undefined
      ? []
      : [
          {
            type: 'sha256',
            value,
            asWritten: value,
            place,
            sentence,
            role: 'reference',
            demoted: 'the hash of the report about the package, not of the package',
          },
        ]
  })
  return [...listed, ...origins]
}

function hashType(value: string): AdvisoryIndicatorType {
  return value.length === 32 ? 'md5' : value.length === 40 ? 'sha1' : value.length === 128 ? 'sha512' : 'sha256'
}
