import { endsInKnown, hostName } from '../text/names.ts'
import { wasDefanged } from '../text/refang.ts'
import type { Extractor, Found, Scan, Taken } from './found.ts'

const candidate = /(?<![\p{L}\p{N}._%+-])([\p{L}\p{N}._%+'-]{1,64})@((?:[\p{L}\p{N}-]{1,63}\.){1,10}[\p{L}]{2,63})(?![\p{L}\p{N}-])/gu

/** E-mail addresses; the package `name@1.2.3` and the handle `@name` are none. */
export const emails: Extractor = { name: 'emails', find: (scan, taken) => [...find(scan, taken)] }

function* find(scan: Scan, taken: Taken): Generator<Found> {
  for (const match of scan.text.matchAll(candidate)) {
    const [whole, local = '', domain = ''] = match
    const lead = /^['.]+/.exec(local)?.[0].length ?? 0
    const start = match.index + lead
    const end = match.index + whole.length
    const host = hostName(domain)
    if (host === undefined || !endsInKnown(host) || local.length <= lead || taken.overlaps(start, end)) continue
    yield { type: 'email', value: `${local.slice(lead).toLowerCase()}@${host}`, start, end, defanged: wasDefanged(scan.refanged, start, end) }
  }
}
