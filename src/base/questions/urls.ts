import { raw, type Sql, sql } from '../sql.ts'

/** Host and path of a URL: scheme, port and fragment do not count, an empty path is `/`. */
export function hostAndPath(url: Sql): { readonly host: Sql; readonly path: Sql } {
  const whole = sql`if(match(${url}, '^[A-Za-z][A-Za-z0-9+.-]*://'), ${url}, concat('http://', ${url}))`
  const path = sql`replaceRegexpOne(replaceRegexpOne(${whole}, '^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*', ''), '#.*$', '')`
  return { host: sql`lower(domain(${whole}))`, path: sql`if(${path} = '' OR startsWith(${path}, '?'), concat('/', ${path}), ${path})` }
}

/** The URL of a row of `http_request`. Through a proxy the URI is a full URL. */
export const requestedUrl = raw("if(match(uri, '^[A-Za-z][A-Za-z0-9+.-]*://'), uri, concat('http://', if(host != '', host, dst_ip), uri))")
