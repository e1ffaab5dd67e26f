import type { Organisation } from '../organisation.ts'
import { systemOf } from '../products.ts'
import { unitOf } from '../random.ts'

/** Which tool tells what is installed on a host: two thirds run osquery, the others are in the table of a deployment tool. */
export function tellsOsquery(organisation: Organisation, host: number): boolean {
  return unitOf(organisation.options.seed, 1401, host) < 2 / 3
}

/** Linux and macOS tables carry no install date, so these hosts are asked daily; Windows ones weekly, on Mondays and on the last day. */
export function isAsked(organisation: Organisation, host: number, day: number): boolean {
  const os = organisation.hosts[host]?.os ?? ''
  return systemOf(os) !== 'Windows' || day % 7 === 0 || day === organisation.options.days - 1
}
