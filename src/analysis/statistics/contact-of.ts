import { raw, type Sql, sql } from '../../base/sql.ts'

/** Joins a record with its contact: the sensor's id where there is one, else ends and time, which are the same in both. */
const key = raw("if(uid != '', uid, toString((src_ip, dst_ip, time)))")

/**
 * Records of the shape of `rows` (with `uid`, `src_ip`, `dst_ip` and `time`), each with `host` and `direction` of the
 * contact it belongs to; records without a contact (from outside, to multicast …) fall out. For few rows: it filters
 * `contact` by them.
 */
export function withContact(rows: Sql): Sql {
  return sql`SELECT at.* EXCEPT (contact_key), known.host AS host, known.direction AS direction
    FROM (SELECT *, ${key} AS contact_key FROM (${rows})) AS at
    INNER JOIN (SELECT ${key} AS contact_key, toString(any(host)) AS host, toString(any(direction)) AS direction FROM contact
      WHERE ${key} IN (SELECT ${key} FROM (${rows})) GROUP BY contact_key) AS known ON at.contact_key = known.contact_key`
}
