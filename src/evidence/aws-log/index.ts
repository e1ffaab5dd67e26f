import type { LinePlan } from '../../base/line-plan.ts'
import { raw, sql } from '../../base/sql.ts'
import { date, isDate, lower } from '../fields.ts'
import type { Format, Head } from '../format.ts'
import { firstRecords } from '../json-list.ts'
import { firstText, jsonRecord, matching, part, texts } from '../json-record.ts'
import { members } from '../json-text.ts'

const lists = ['Records']

export const awsLog: Format = {
  name: 'aws-log',
  title: 'AWS CloudTrail: sign-ins and identities',
  origin:
    'Log files of CloudTrail ({"Records": […]}, gzip), or the same events as JSON lines; only signin.amazonaws.com, iam.amazonaws.com and sts.amazonaws.com are read.',
  fills: ['sign_in', 'account_event'],
  lists,
  recognise,
  plan: () => plan,
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
const activities: readonly (readonly [pattern: string, activity: string])[] = [
  ['^EnableMFADevice', 'factor-added'],
  ['^(DeactivateMFADevice|DeleteVirtualMFADevice)', 'factor-removed'],
  ['^(Attach|Put)(User|Group)Policy|^AddUserToGroup', 'role-added'],
  ['^(Detach|Delete)(User|Group)Policy|^RemoveUserFromGroup', 'role-removed'],
  ['^CreateLoginProfile|^CreateUser$', 'account-created'],
  ['^UpdateLoginProfile', 'password-reset'],
  ['^ChangePassword|^PasswordUpdated', 'password-changed'],
  ['^DeleteLoginProfile', 'account-disabled'],
  ['^DeleteUser$', 'account-removed'],
  ['^Create(AccessKey|ServiceSpecificCredential)|^UploadSSHPublicKey', 'key-created'],
  ['Policy|SAMLProvider|OpenIDConnectProvider', 'policy-changed'],
]

const record = {
  ...texts('eventTime', 'eventSource', 'eventName', 'sourceIPAddress', 'userAgent', 'errorCode', 'errorMessage', 'recipientAccountId', 'awsRegion'),
  userIdentity: {
    ...texts('type', 'principalId', 'arn', 'accountId', 'userName'),
    sessionContext: { attributes: texts('mfaAuthenticated'), sessionIssuer: texts('userName') },
  },
  responseElements: texts('ConsoleLogin'),
  additionalEventData: texts('MFAUsed', 'MobileVersion', 'LoginTo'),
  requestParameters: texts('userName', 'policyArn', 'groupName', 'policyName'),
}
const field = (...path: readonly string[]) => part(raw('row'), ...path)
const sources = ['signin.amazonaws.com', 'iam.amazonaws.com', 'sts.amazonaws.com']
const isSignIn = sql`${field('eventName')} = 'ConsoleLogin'`
const used = sql`lower(${field('additionalEventData', 'MFAUsed')})`
const success = sql`${field('responseElements', 'ConsoleLogin')} = 'Success'`
/** Who did it: a user by name, a role by its session, the owner as root. */
const who = lower(
  sql`if(${field('userIdentity', 'type')} = 'Root', '<root_account>', ${firstText(field('userIdentity', 'userName'), sql`extract(${field('userIdentity', 'arn')}, '[^/:]+$')`, field('userIdentity', 'principalId'))})`,
)
const common = {
  time: date(field('eventTime')),
  directory: raw("'aws'"),
  tenant: firstText(field('recipientAccountId'), field('userIdentity', 'accountId')),
  src_ip: field('sourceIPAddress'),
  user_agent: field('userAgent'),
  event: field('eventName'),
}

const plan: LinePlan = {
  parse: jsonRecord(record),
  // Reading and every other service: no matter of accounts.
  ignore: sql`trim(line) = '' OR JSONExtractString(line, 'eventSource') NOT IN (${['', ...sources]}) OR JSONExtractString(line, 'readOnly') = 'true' OR JSONExtractBool(line, 'readOnly')`,
  loads: [
    {
      table: 'sign_in',
      where: sql`${isSignIn} AND ${isDate(field('eventTime'))}`,
      columns: {
        ...common,
        account: who,
        account_id: field('userIdentity', 'arn'),
        application: raw("'AWS console'"),
        client: raw("'console'"),
        legacy: raw('false'),
        kind: raw("'interactive'"),
        outcome: sql`multiIf(${success}, 'success', ${field('responseElements', 'ConsoleLogin')} = 'Failure', 'failure', 'unknown')`,
        reason: field('errorMessage'),
        // A federated user's factor is the identity provider's matter: AWS says no, and does not know.
        mfa: sql`multiIf(NOT ${success} OR ${field('userIdentity', 'type')} NOT IN ('IAMUser', 'Root'), NULL, ${used} = 'yes', true, ${used} = 'no', false, NULL)`,
        mfa_result: sql`multiIf(${field('userIdentity', 'type')} NOT IN ('IAMUser', 'Root'), '', ${success} AND ${used} = 'yes', 'satisfied', ${success} AND ${used} = 'no', 'not-required', ${used} = 'yes', 'failed', '')`,
      },
    },
    {
      table: 'account_event',
      where: sql`NOT ${isSignIn} AND ${field('eventName')} != '' AND ${isDate(field('eventTime'))}`,
      columns: {
        ...common,
        account: lower(field('requestParameters', 'userName')),
        actor: who,
        activity: matching(field('eventName'), activities, 'other'),
        detail: firstText(
          field('requestParameters', 'policyArn'),
          field('requestParameters', 'policyName'),
          field('requestParameters', 'groupName'),
          field('errorCode'),
        ),
        outcome: sql`if(${field('errorCode')} = '', 'success', 'failure')`,
      },
    },
  ],
}

function recognise(head: Head): number {
  const isEvent = (entry: Readonly<Record<string, unknown>>) =>
    typeof entry.eventSource === 'string' && entry.eventSource.endsWith('.amazonaws.com') && 'eventName' in entry && members(entry.userIdentity) !== undefined
  return firstRecords(head, lists).some(isEvent) ? 0.95 : 0
}
