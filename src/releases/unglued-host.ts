import { isIP } from 'node:net'
import { parse } from 'tldts'
import { commonTops } from './hosts.ts'

/**
 * Tops that no public list has and that are reached all the same: by special use (RFC 2606, 6761, 7686), in networks of their own
 * (RFC 6762, appendix G), and by other roots of the DNS (Namecoin, EmerDNS, OpenNIC, Ethereum, I2P), which malware is fond of.
 */
const otherTops = new Set(
  'example invalid onion test localhost local localdomain intranet internal private corp home lan bit bazar coin emc lib bbs chan cyb dyn epic geek gopher indy libre neo null o oss oz parody pirate eth crypto i2p'.split(
    ' ',
  ),
)

/**
 * The host without what is glued to it. Compilers that do not end strings put one right behind the other, so that
 * `https://a.org` and `crash.id` read `https://a.orgcrash.id`. Only a name under a top that does not exist is cut, since
 * nobody could reach it as it stands: where its last label begins like one of the common tops.
 */
export function ungluedHost(host: string): string {
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  if (isIP(host) !== 0 || otherTops.has(top) || parse(host).isIcann === true) return host
  for (let index = labels.length - 1; index > 0; index--) {
    const common = commonTops.find((one) => labels[index]?.startsWith(one))
    if (common !== undefined) return [...labels.slice(0, index), common].join('.')
  }
  return host
}
