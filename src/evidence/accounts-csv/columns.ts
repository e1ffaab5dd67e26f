import { columnsOf } from '../csv.ts'

type Field =
  | 'directory'
  | 'tenant'
  | 'account'
  | 'id'
  | 'name'
  | 'kind'
  | 'enabled'
  | 'privileged'
  | 'roles'
  | 'groups'
  | 'external'
  | 'supplier'
  | 'password'
  | 'mfa'
  | 'enforced'
  | 'factors'
  | 'signedIn'
  | 'created'
  | 'passwordChanged'
  | 'seen'
  | 'time'

/** Names in small letters and digits: `Last sign-in` and `last_sign_in` are one. */
const wanted: Readonly<Record<Field, readonly string[]>> = {
  directory: ['directory', 'source', 'system', 'idp'],
  tenant: ['tenant', 'organisation', 'organization', 'org', 'realm', 'domain'],
  account: ['account', 'login', 'accountname', 'userprincipalname', 'upn', 'username', 'user', 'samaccountname', 'useremail', 'email', 'mail'],
  id: ['accountid', 'userid', 'objectid'],
  name: ['displayname', 'fullname', 'name'],
  kind: ['kind', 'accounttype', 'type', 'usertype'],
  enabled: ['enabled', 'accountenabled', 'active', 'status'],
  privileged: ['privileged', 'admin', 'isadmin', 'administrator'],
  roles: ['roles', 'role', 'privileges', 'adminroles'],
  groups: ['groups', 'memberof'],
  external: ['external', 'guest', 'isexternal'],
  supplier: ['supplier', 'company', 'vendor'],
  password: ['password', 'passwordlogin', 'haspassword'],
  mfa: ['mfa', 'mfaregistered', 'mfaenabled', 'mfastatus', '2fa', 'twofactor', 'secondfactor', '2sv', 'ismfaregistered'],
  enforced: ['mfaenforced', 'enforced', 'mfarequired', '2faenforced', '2faenforced'],
  factors: ['factors', 'methods', 'mfamethods', 'methodsregistered', 'mfatype', 'authenticationmethods'],
  signedIn: ['lastsignin', 'lastlogin', 'lastlogon', 'lastsignindate', 'lastactive', 'lastseen'],
  created: ['created', 'createdat', 'creationdate', 'createddate'],
  passwordChanged: ['passwordchanged', 'passwordchangedat', 'passwordlastset', 'passwordlastchanged'],
  seen: ['seenat', 'exported', 'exportedat', 'reportdate', 'asof'],
  time: ['time', 'timestamp', 'signintime', 'logintime', 'eventtime'],
}

/** The columns of a table of accounts by their names. */
export function accountColumns(names: readonly string[]): Readonly<Partial<Record<Field, number>>> {
  return columnsOf(names, wanted)
}
