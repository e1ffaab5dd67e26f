import { raw, type Sql, sql } from '../../base/sql.ts'
import { type HostResolution, namedHost } from './hosts.ts'

/** Install dates before 1990 are fillers of inventories (0, 1970-01-01, 1980-01-01), not dates. */
const date = raw("if(installed_at >= toDateTime64('1990-01-01 00:00:00', 6, 'UTC'), installed_at, NULL)")

/** Parts of a browser-like user agent that name no product. */
const noProduct = ['mozilla', 'applewebkit', 'khtml', 'gecko', 'safari', 'version', 'mobile', 'like']

/** Of one software on one host; more are those of a product with hundreds of files. */
const mostHashes = 100
const mostPurls = 8

/** Fills `installed` from inventories, from software seen on the wire and from user agents. */
export function installedStatement(hosts: HostResolution): Sql {
  return sql`INSERT INTO installed (host, product, vendor, version, purls, product_code, cpe, signer, hashes, since, until, exact, basis, source, line)
    SELECT host, product, vendor, version, purls, handles.1, handles.2, handles.3, hashes, since,
      if(isNull(since), NULL, min(since) OVER (PARTITION BY host, product ORDER BY toUnixTimestamp64Micro(ifNull(since, toDateTime64(0, 6, 'UTC'))) RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)) AS until,
      exact, basis, source, line
    FROM (SELECT host, product, max(vendor) AS vendor, version,
        arraySort(groupUniqArrayIf(${mostPurls})(purl, purl != '')) AS purls, (max(handles.1), max(handles.2), max(handles.3)) AS handles,
        arraySort(groupUniqArrayArray(${mostHashes})(hashes)) AS hashes,
        ifNull(min(installed), min(seen)) AS since, isNotNull(min(installed)) AS exact,
        if(max(basis = 'inventory'), 'inventory', 'passive') AS basis, min(source) AS source, argMin(line, source) AS line
      FROM (${told} UNION ALL ${readOff(hosts)} UNION ALL ${agents(hosts)}) WHERE product != '' AND host != '' GROUP BY host, product, version)`
}

const told = sql`SELECT ${namedHost.host} AS host, at.product AS product, at.vendor AS vendor, at.version AS version, ${date} AS installed, seen_at AS seen,
    at.purl AS purl, (at.product_code, at.cpe, toString(at.signer)) AS handles, at.hashes AS hashes, 'inventory' AS basis, at.source AS source, at.line AS line
  FROM installation AS at ${namedHost.join} WHERE basis != 'passive'`

/** Traffic tells none of the handles that inventories give. */
const noHandles = raw("'' AS purl, ('', '', '') AS handles, CAST([] AS Array(String)) AS hashes")

/** What the sensor recognised; its hosts are addresses. */
function readOff(hosts: HostResolution): Sql {
  const address = raw('at.host')
  return sql`SELECT ${hosts.host(address)} AS host, at.product AS product, at.vendor AS vendor, at.version AS version, NULL AS installed, at.time AS seen,
      ${noHandles}, 'passive' AS basis, at.source AS source, at.line AS line
    FROM (SELECT toString(host) AS host, product, vendor, version, assumeNotNull(seen_at) AS time, source, line FROM installation WHERE basis = 'passive' AND isNotNull(seen_at)) AS at
    ${hosts.joins(address, raw('at.time'))}`
}

/** Products that name themselves in user agents, as \`Name/1.2.3\`. */
function agents(hosts: HostResolution): Sql {
  const address = raw('at.src_ip')
  return sql`SELECT ${hosts.host(address)} AS host, token.1 AS product, '' AS vendor, token.2 AS version, NULL AS installed, at.time AS seen,
      ${noHandles}, 'passive' AS basis, at.source AS source, at.line AS line
    FROM (SELECT toString(src_ip) AS src_ip, user_agent, min(time) AS time, argMin(source, time) AS source, argMin(line, time) AS line
      FROM http_request WHERE user_agent != '' GROUP BY src_ip, user_agent) AS at
    ${hosts.joins(address, raw('at.time'))}
    ARRAY JOIN arrayMap(group -> (group[1], group[2]), arrayFilter(group -> NOT has(${noProduct}, lower(group[1])),
      extractAllGroupsVertical(toString(at.user_agent), '([A-Za-z0-9._-]{0,20}[A-Za-z][A-Za-z0-9._-]{0,40})/v?([0-9][0-9A-Za-z._-]{0,30})'))) AS token`
}
