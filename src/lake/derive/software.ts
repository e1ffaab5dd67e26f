import { raw, type Sql, sql } from '../../base/sql.ts'

/** Rows of `installed` that hold now, with the system of their host. */
const now =
  raw(`(SELECT toString(kept.host) AS host, toString(kept.product) AS product, toString(kept.vendor) AS vendor, toString(kept.version) AS version, kept.purls AS purls,
    kept.product_code AS product_code, kept.cpe AS cpe, toString(kept.signer) AS signer, kept.hashes AS hashes, inside.os AS os, kept.source AS source, kept.line AS line
  FROM installed AS kept LEFT JOIN (SELECT toString(host) AS at_host, any(toString(os)) AS os FROM host GROUP BY at_host) AS inside ON inside.at_host = toString(kept.host)
  WHERE isNull(kept.until) AND kept.product != '')`)

/** Package URLs without their versions, where the version stands for itself; what follows `?` stays: it may name the source package and its version. */
const purlsOfFamily = raw(String.raw`if(version = '', purls, arrayMap(one -> replaceRegexpOne(one, '^([^?#]*)@[^@/?#]*($|[?#])', '\\1\\2'), purls))`)

/** A CPE up to its product. */
const cpeOfFamily = raw(String.raw`extract(cpe, '^(?i:cpe:(?:2\\.3:|/)[aoh]:(?:\\\\.|[^:\\\\])*:(?:\\\\.|[^:\\\\])*)')`)

/** 53 bits, so that it is a whole number everywhere. */
const family = sql`bitShiftRight(sipHash64(product, vendor, ${purlsOfFamily}, ${cpeOfFamily}, signer, os), 11)`

const columns = raw('product, vendor, version, purls, product_code, cpe, signer, hashes, os')

/** Fills `software`. Runs after `installed` and `host` are made. */
export const softwareStatement: Sql = sql`INSERT INTO software (id, family, ${columns}, hosts, source, line)
  SELECT toString(sipHash64(${columns})) AS id, ${family} AS family, ${columns}, arraySort(groupArray(host)) AS hosts,
    argMin(source, host) AS source, argMin(line, host) AS line
  FROM ${now} GROUP BY ${columns}`
