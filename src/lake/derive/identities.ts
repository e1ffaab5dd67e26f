import { join, raw, type Sql, sql } from '../../base/sql.ts'

/** Values of one account by how several rows become one. */
const values = {
  texts: ['account_id', 'display_name', 'kind', 'supplier'],
  facts: ['enabled', 'privileged', 'external', 'password', 'mfa_registered', 'mfa_enforced', 'created_at', 'password_changed_at'],
  lists: ['privileges', 'groups', 'factors'],
} as const
const all = [...values.texts, ...values.facts, ...values.lists]

/** Rows with their login: an export that tells an id alone is joined with those that tell both, else the id stands for it. */
const logged = sql`SELECT at.* EXCEPT account, multiIf(at.account != '', at.account, known.login != '', known.login, at.account_id) AS account
  FROM account AS at
  LEFT ANY JOIN (SELECT directory, account_id, any(account) AS login FROM account WHERE account != '' AND account_id != '' GROUP BY directory, account_id) AS known
  ON at.directory = known.directory AND at.account_id = known.account_id
  WHERE at.account != '' OR at.account_id != ''`

/** Rows with their tenant: an export without one speaks of the only tenant that others name. */
const told = sql`SELECT at.* EXCEPT tenant, if(at.tenant = '' AND length(named.tenants) = 1, named.tenants[1], toString(at.tenant)) AS tenant
  FROM (${logged}) AS at
  LEFT ANY JOIN (SELECT directory, account, groupUniqArray(toString(tenant)) AS tenants FROM (${logged}) WHERE tenant != '' GROUP BY directory, account) AS named
  ON at.directory = named.directory AND at.account = named.account`

/** One row per account and export. An export may tell of an account in several rows, such as one per factor. */
const byExport = sql`SELECT directory, tenant, account, source, min(line) AS line, max(seen_at) AS seen, max(last_sign_in) AS signed_in,
    ${each([...values.texts, ...values.facts], (column) => `max(${column})`)}, ${each(values.lists, (column) => `arraySort(groupUniqArrayArray(${column}))`)}
  FROM (${told}) GROUP BY directory, tenant, account, source`

/** The newest export last; the order of reading decides between those of the same date or without one. */
const rank = "(ifNull(seen, toDateTime64(0, 6, 'UTC')), source)"

/** Factors are known, too, where it is known that there are none. */
const isKnown = (list: string) => (list === 'factors' ? 'notEmpty(factors) OR isNotNull(mfa_registered)' : `notEmpty(${list})`)

/** One row per account. Of exports that differ the newest counts; what it does not know is taken from those before. */
const merged = sql`SELECT directory, tenant, account, argMax(source, ${raw(rank)}) AS source, argMax(line, ${raw(rank)}) AS line, max(seen) AS seen_at,
    count() AS exports, max(signed_in) AS told_sign_in,
    ${each(values.texts, (column) => `argMaxIf(${column}, ${rank}, ${column} != '')`)},
    ${each(values.facts, (column) => `argMax(${column}, ${rank})`)},
    ${each(values.lists, (column) => `argMaxIf(${column}, ${rank}, ${isKnown(column)})`)}
  FROM (${byExport}) GROUP BY directory, tenant, account`

const successes = sql`SELECT directory, account, max(time) AS last FROM sign_in WHERE outcome = 'success' AND account != '' GROUP BY directory, account`

/** Fills `identity` from all exports of accounts and the sign-ins. */
export const identityStatement: Sql = sql`
  INSERT INTO identity (directory, tenant, account, source, line, seen_at, exports, last_sign_in, last_success, ${join(all.map(raw))})
  SELECT one.directory, one.tenant, one.account, one.source, one.line, one.seen_at, one.exports,
    if(isNull(one.told_sign_in) OR ifNull(success.last > one.told_sign_in, false), success.last, one.told_sign_in), success.last,
    ${join(all.map((column) => raw(`one.${column}`)))}
  FROM (${merged}) AS one
  LEFT ANY JOIN (SELECT directory, account, toNullable(last) AS last FROM (${successes})) AS success
  ON one.directory = success.directory AND one.account = success.account`

/** Every column by one rule, under its own name. */
function each(columns: readonly string[], expression: (column: string) => string): Sql {
  return raw(columns.map((column) => `${expression(column)} AS ${column}`).join(', '))
}
