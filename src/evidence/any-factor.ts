import { secondFactors } from '../model/second-factor.ts'
import type { FactorNames } from './factor-name.ts'

const own: FactorNames = Object.fromEntries(Object.keys(secondFactors).map((name) => [name.replaceAll('-', ''), name as keyof typeof secondFactors]))

/** Names of factors in lists that people write: those of the vocabulary, and what else is usual. */
export const anyFactor: FactorNames = {
  ...own,
  none: '',
  no: '',
  password: '',
  keine: '',
  text: 'sms',
  textmessage: 'sms',
  phone: 'voice',
  call: 'voice',
  phonecall: 'voice',
  otp: 'totp',
  authenticator: 'totp',
  authenticatorapp: 'totp',
  googleauthenticator: 'totp',
  app: 'totp',
  mail: 'email',
  token: 'hardware-otp',
  hardwaretoken: 'hardware-otp',
  rsatoken: 'hardware-otp',
  pushnotification: 'push',
  numbermatching: 'push-number',
  webauthn: 'fido2',
  securitykey: 'fido2',
  fido: 'fido2',
  yubikey: 'fido2',
  u2f: 'fido2',
  smartcard: 'certificate',
  piv: 'certificate',
  cert: 'certificate',
  hello: 'windows-hello',
  windowshelloforbusiness: 'windows-hello',
  backupcode: 'recovery-code',
  backupcodes: 'recovery-code',
  recoverycodes: 'recovery-code',
}
