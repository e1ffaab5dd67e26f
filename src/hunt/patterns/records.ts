import { raw } from '../../base/sql.ts'
import { address, known, type Objects, type PatternSource, text } from './source.ts'

const software: PatternSource = {
  table: 'installed',
  whoIsAddress: false,
  select: raw('toString(host) AS who, toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version'),
  timed: false,
  types: ['software'],
  columns: { 'software:name': ['product'], 'software:vendor': ['vendor'], 'software:version': ['version'] },
  loose: [],
  objects: (row) => {
    const properties = known({ name: text(row, 'product'), vendor: text(row, 'vendor'), version: text(row, 'version') })
    return new Map([['software', { type: 'software', ...properties }]])
  },
}

const account: PatternSource = {
  table: 'sign_in',
  whoIsAddress: false,
  // Where somebody signed in from is mostly no host of ours.
  select: raw("'' AS who, account, account_id, src_ip"),
  timed: true,
  types: ['user-account', 'ipv4-addr', 'ipv6-addr'],
  columns: {
    'user-account:account_login': ['account'],
    'user-account:user_id': ['account_id', 'account'],
    'ipv4-addr:value': ['src_ip'],
    'ipv6-addr:value': ['src_ip'],
  },
  loose: [],
  objects: (row) => {
    const objects: Objects = new Map()
    address(objects, text(row, 'src_ip'))
    const login = text(row, 'account')
    objects.set('account', { type: 'user-account', ...known({ account_login: login, user_id: text(row, 'account_id') || login }) })
    return objects
  },
}

/** What inventories and directories tell. */
export const recordSources: readonly PatternSource[] = [software, account]
