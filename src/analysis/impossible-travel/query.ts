import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { type Account, accountKey, type RowRef } from '../statistics/accounts.ts'

/** One successful sign-in with a place. */
export interface Stop {
  /** Seconds since 1970. */
  readonly time: number
  readonly ip: string
  readonly place: readonly [latitude: number, longitude: number]
  readonly city: string
  readonly country: string
  readonly device: string
  readonly row: RowRef
}

export interface Trip extends Account {
  readonly from: Stop
  readonly to: Stop
}

export interface Limits {
  readonly uncertaintyKm: number
  readonly kmPerHour: number
  readonly leastKm: number
}

const mostTrips = 20_000

/** The stops of one person, over all directories in which the login is the same address. */
const person = raw("if(position(name, '@') > 0, name, concat(toString(directory), ':', name))")
const stop = (prefix: string) =>
  raw(
    `(toFloat64(${prefix}time), ${prefix}ip, ${prefix}latitude, ${prefix}longitude, ${prefix}city, ${prefix}country, ${prefix}device, ${prefix}source, ${prefix}line)`,
  )

/**
 * Consecutive successful sign-ins that are too far apart for the time between. The engine's distance on the ellipsoid
 * sorts them out with a little to spare; the caller decides.
 */
export async function fastTrips(lake: Questions, { uncertaintyKm, kmPerHour, leastKm }: Limits, signal: AbortSignal): Promise<readonly Trip[]> {
  type Told = readonly [number, string, number, number, string, string, string, number, number]
  const before = ['time', 'ip', 'latitude', 'longitude', 'city', 'country', 'device', 'source', 'line'].map(
    (column) => `lagInFrame(${column}) OVER trip AS from_${column}`,
  )
  const rows = await lake.rows<{ directory: string; name: string; from: Told; to: Told }>(
    sql`SELECT toString(directory) AS directory, name, ${stop('from_')} AS from, ${stop('')} AS to
      FROM (SELECT *, ${raw(before.join(', '))}, row_number() OVER trip AS number,
          geoDistance(from_longitude, from_latitude, longitude, latitude) / 1000 - 2 * ${uncertaintyKm} AS km,
          (toFloat64(time) - toFloat64(from_time)) / 3600 AS hours
        FROM (SELECT time, directory, name, ${person} AS person, ip, latitude, longitude, city, country, device, source, line FROM (
          SELECT time, directory, ${accountKey} AS name, src_ip AS ip, assumeNotNull(latitude) AS latitude, assumeNotNull(longitude) AS longitude, toString(city) AS city,
            toString(country) AS country, device_id AS device, source, line
          FROM sign_in WHERE outcome = 'success' AND kind NOT IN ('service', 'workload') AND isNotNull(latitude) AND isNotNull(longitude)
            AND abs(ifNull(latitude, 91)) <= 90 AND abs(ifNull(longitude, 181)) <= 180 AND NOT (latitude = 0 AND longitude = 0)))
        WINDOW trip AS (PARTITION BY person ORDER BY time, source, line ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))
      WHERE number > 1 AND ip != from_ip AND km >= ${leastKm * 0.98} AND km >= ${kmPerHour * 0.98} * hours
      ORDER BY person, time LIMIT ${mostTrips}`,
    signal,
  )
  const told = ([time, ip, latitude, longitude, city, country, device, source, line]: Told): Stop => ({
    time,
    ip,
    place: [latitude, longitude],
    city,
    country,
    device,
    row: [source, line],
  })
  return rows.map(({ directory, name, from, to }) => ({ directory, account: name, from: told(from), to: told(to) }))
}
