import { raw, type Sql, sql } from '../../base/sql.ts'
import { printable, some } from '../../base/text.ts'
import type { Entity } from '../../model/entity.ts'
import type { EvidenceRef } from '../../model/finding.ts'
import type { TableName } from '../../model/tables.ts'

/** An account as the sign-ins and the directories name it. */
export interface Account {
  readonly directory: string
  /** Login, else the directory's own id. */
  readonly account: string
}

/** A row of the evidence: its source and line. */
export type RowRef = readonly [source: number, line: number]

/** The same person in several directories is one account where the login is an address; a bare name belongs to its directory. */
export function accountEntity({ directory, account }: Account): Entity {
  return { kind: 'account', id: account.includes('@') ? account : `${directory}:${account}` }
}

/** `anna@example.com, ben@example.com and 3 more`, safe to print. */
export function accountNames(accounts: readonly Account[], most = 3): string {
  return some(
    accounts.map(({ account }) => printable(account, 80)),
    most,
  )
}

/** What the columns of `sign_in` and `account_event` call an account: its login, else its id. */
export const accountKey = raw("if(account != '', account, account_id)")

/**
 * The network of an address: /24 of IPv4, /48 of IPv6, which is what one site gets (RFC 6177, section 2). The unspecified
 * address stands for what is no address.
 */
export function networkOf(address: Sql): Sql {
  return sql`IPv6CIDRToRange(toIPv6OrDefault(${address}), if(isIPv4String(${address}), 120, 48)).1`
}

/** SQL that is true for addresses that belong to the inside of some network and place nobody (RFC 1918, 6598, 4193, loopback). */
export function isPrivate(address: Sql): Sql {
  return sql`multiIf(isIPv4String(${address}), bitAnd(IPv4StringToNumOrDefault(${address}), 0xff000000) IN (0x0a000000, 0x7f000000)
      OR bitAnd(IPv4StringToNumOrDefault(${address}), 0xfff00000) = 0xac100000 OR bitAnd(IPv4StringToNumOrDefault(${address}), 0xffff0000) = 0xc0a80000
      OR bitAnd(IPv4StringToNumOrDefault(${address}), 0xffc00000) = 0x64400000,
    isIPv6String(${address}), match(lower(${address}), '^f[cd]') OR ${address} = '::1', true)`
}

const mostEvidence = 100

export function evidenceOf(table: TableName, rows: readonly RowRef[]): readonly EvidenceRef[] {
  return rows.slice(0, mostEvidence).map(([source, line]) => ({ table, source, line }))
}
