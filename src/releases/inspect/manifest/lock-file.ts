import { Signs } from '../../code/signs.ts'
import { urlHosts } from '../../hosts.ts'
import type { Found } from './found.ts'

/** `"resolved": "https://…"`, `resolved "https://…"`, `tarball: https://…`, `source = "registry+https://…"`, `remote: https://…` */
const origin = /(?:^|[\s{,"'])(?:resolved|tarball|source|remote|url)["']?\s{0,4}[:=]?\s{0,4}["']?(?:[a-z]{2,12}\+)?([a-z]{3,6}:\/\/[^\s"',}]{1,400})/gm

/** Lock files of any package manager: one unit for each host that packages are fetched from. */
export function readLockFile(found: Found): void {
  const seen = new Set<string>()
  for (const [, url = ''] of found.source.text.matchAll(origin)) {
    const [named] = urlHosts(url.toLowerCase())
    if (named === undefined || seen.has(named.host)) continue
    seen.add(named.host)
    const signs = new Signs()
    signs.host(named.host)
    found.declares('locked', `packages from ${named.host}`, url, signs)
  }
}
