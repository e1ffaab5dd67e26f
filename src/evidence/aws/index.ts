import { type AccountRow, flagOf, latest, loginOf, timeOf } from '../account-values.ts'
import { batched } from '../batches.ts'
import { cellOf, csvHead, csvRecords } from '../csv.ts'
import type { Format, Head, Notes, Source } from '../format.ts'

export const aws: Format = {
  name: 'aws',
  title: 'AWS IAM credential report',
  origin: 'The credential report of AWS IAM: aws iam generate-credential-report, then aws iam get-credential-report --query Content --output text | base64 -d.',
  fills: ['account'],
  recognise,
  read: (source, notes) => batched('account', rows(source, notes)),
}

const root = '<root_account>'

function recognise(head: Head): number {
  const names = csvHead(head)?.names ?? []
  return ['user', 'arn', 'mfaactive', 'passwordenabled'].every((name) => names.includes(name)) ? 0.95 : 0
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
async function* rows(source: Source, notes: Notes): AsyncGenerator<AccountRow> {
  const head = csvHead(source.head)
  if (!head) return notes.skip(1, 'no header')
  for await (const { line, cells } of csvRecords(source, head, notes)) {
    const cell = (name: string) => cellOf(cells, head.names.includes(name) ? head.names.indexOf(name) : undefined)
    if (cell('user') === '') notes.skip(line, 'no user')
    else yield { line, ...told(cell), seen_at: source.modified }
  }
}

function told(cell: (name: string) => string): Omit<AccountRow, 'line'> {
  const account = loginOf(cell('user'))
  const password = account === root ? true : flagOf(cell('passwordenabled'))
  const keys = flagOf(cell('accesskey1active')) === true || flagOf(cell('accesskey2active')) === true
  const mfa = flagOf(cell('mfaactive'))
  return {
    directory: 'aws',
    tenant: /^arn:aws[a-z-]*:iam::(\d{12}):/.exec(cell('arn'))?.[1] ?? '',
    account,
    account_id: cell('arn'),
    // Keys without a password: a program, not a person.
    kind: account === root ? 'break-glass' : password === false && keys ? 'service' : '',
    enabled: password === null ? null : password || keys,
    privileged: account === root ? true : null,
    privileges: account === root ? ['root'] : [],
    password,
    // The report tells of devices of any kind, not of which.
    mfa_registered: mfa,
    last_sign_in: latest(...['passwordlastused', 'accesskey1lastuseddate', 'accesskey2lastuseddate'].map((name) => timeOf(cell(name)))),
    created_at: timeOf(cell('usercreationtime')),
    password_changed_at: timeOf(cell('passwordlastchanged')),
  }
}
