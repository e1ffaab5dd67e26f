import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'

/** Reads of browsers' stores by one program. Times are seconds since 1970. */
export interface StoreRead {
  /** Full path of the program, lower case, with forward slashes. */
  readonly program: string
  readonly hosts: readonly string[]
  /** When it first did so on each of these hosts. */
  readonly firsts: readonly number[]
  /** One of the files. */
  readonly file: string
}

/** Where browsers keep passwords and sessions, in paths in lower case with forward slashes. The files of Chromium and of Firefox are called the same on all systems. */
const store = [
  // Chrome, Edge, Brave, Chromium, Vivaldi, Opera: in a folder of the profile, or in Network below it; the key to both lies in Local State.
  '(chrome|chromium|edge|brave-browser|vivaldi|opera( gx)?|opera stable|yandexbrowser)[^/]*/.*(login data( for account)?|cookies|web data|local state)$',
  '(firefox/|firefox/profiles/|mozilla/firefox/)[^/]+/(logins\\\\.json|key[34]\\\\.db|cookies\\\\.sqlite|signons\\\\.sqlite)$',
  '/(com\\\\.apple\\\\.safari/.*|library/)cookies/cookies\\\\.binarycookies$',
].join('|')

/** A browser, where browsers lie: a program of that name in a folder for anything is none. */
const browser = [
  '(program files( \\\\(x86\\\\))?|appdata/local|applications|usr|opt|snap)/.*(chrome|chromium|msedge|edge|brave|vivaldi|opera|yandexbrowser|browser|firefox|safari|com\\\\.apple\\\\.webkit\\\\.networking|webkitnetworkprocess)[^/]*$',
].join('|')

/** Programs on more than this share of the hosts on which any reads stores, and on so many at least, belong to the organisation: backup, search, virus scanners. */
const usual = { share: 0.1, hosts: 5 }
const mostPrograms = 100

/** Programs that read what browsers keep and are no browsers, nor read it all over the organisation. */
export function storeReads(lake: Questions, signal: AbortSignal): Promise<readonly StoreRead[]> {
  const reads = sql`SELECT lower(replaceAll(process_path, '\\\\', '/')) AS program, toString(host) AS host, toFloat64(min(time)) AS first, any(file_path) AS file
    FROM host_file_event WHERE activity = 'read' AND process_path != '' AND host != '' AND match(lower(replaceAll(file_path, '\\\\', '/')), ${raw(`'${store}'`)})
    GROUP BY program, host`
  return lake.rows<StoreRead>(
    sql`SELECT program, groupArray(host) AS hosts, groupArray(first) AS firsts, any(file) AS file
      FROM (SELECT * FROM (${reads}) ORDER BY program, host)
      WHERE NOT match(program, ${raw(`'${browser}'`)}) GROUP BY program
      HAVING length(hosts) < ${usual.hosts} OR length(hosts) <= ${usual.share} * (SELECT uniqExact(host) FROM (${reads})) ORDER BY program LIMIT ${mostPrograms}`,
    signal,
  )
}
