import { loginOf, textsOf, timeOf } from '../account-values.ts'
import type { TableRow } from '../batches.ts'
import type { Notes } from '../format.ts'
import { elements, members, textOf } from '../json-text.ts'
import { camelCased, isPolicy, ofPolicy } from './policies.ts'

type Members = Readonly<Record<string, unknown>>

/** The provider settings that ScubaGear exports: https://github.com/cisagov/ScubaGear */
export function isScubaGear(record: Members): boolean {
  // Its policies lie beyond the beginning of the file: PowerShell indents by the screen.
  return 'baseline_version' in record && 'module_version' in record && 'tenant_details' in record
}

/** Its policies and privileged accounts. Users are told by id and name, without their login. */
export function* rowsOfScubaGear(record: Members, notes: Notes, modified: number): Generator<TableRow> {
  const tenant = textOf(members(elements(record.tenant_details)[0])?.TenantId)
  const seen_at = timeOf(record.timestamp_zulu) ?? modified
  for (const [index, raw] of elements(record.conditional_access_policies).entries()) {
    const policy = members(camelCased(raw))
    if (policy && isPolicy(policy)) yield { table: 'access_policy', row: { line: index + 1, ...ofPolicy(policy), tenant, seen_at } }
    else notes.skip(index + 1, 'a conditional-access policy that cannot be read')
  }
  yield* privileged(record.privileged_users, { tenant, seen_at, service: false })
  yield* privileged(record.privileged_service_principals, { tenant, seen_at, service: true })
  const failed = textsOf(record.aad_unsuccessful_commands)
  if (failed.length > 0) notes.say(`ScubaGear itself could not read everything: ${failed.slice(0, 5).join(', ')}.`)
}

function* privileged(
  accounts: unknown,
  { tenant, seen_at, service }: { readonly tenant: string; readonly seen_at: number; readonly service: boolean },
): Generator<TableRow> {
  for (const [index, [id, value]] of Object.entries(members(accounts) ?? {}).entries()) {
    const one = members(value)
    if (!one) continue
    yield {
      table: 'account',
      row: {
        line: index + 1,
        directory: 'entra',
        tenant,
        account: service ? loginOf(one.DisplayName) : '',
        account_id: id,
        display_name: textOf(one.DisplayName),
        kind: service ? 'service' : '',
        privileged: true,
        privileges: textsOf(one.roles),
        seen_at,
      },
    }
  }
}
