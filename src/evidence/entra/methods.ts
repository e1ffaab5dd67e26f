import type { FactorNames } from '../factor-name.ts'

/**
 * `methodsRegistered` of userRegistrationDetails: https://learn.microsoft.com/graph/api/resources/userregistrationdetails. A mobile
 * number takes texts and calls; an alternate or office number only calls. Push of Microsoft Authenticator asks for a number since May 2023.
 */
export const registeredMethods: FactorNames = {
  none: '',
  password: '',
  email: 'email',
  mobilephone: 'sms',
  alternatemobilephone: 'voice',
  officephone: 'voice',
  securityquestion: 'security-question',
  apppassword: 'app-password',
  softwareonetimepasscode: 'totp',
  hardwareonetimepasscode: 'hardware-otp',
  microsoftauthenticatorpush: 'push-number',
  microsoftauthenticatorpasswordless: 'push-number',
  windowshelloforbusiness: 'windows-hello',
  fido2securitykey: 'fido2',
  fido2: 'fido2',
  passkey: 'passkey',
  passkeysynced: 'passkey',
  passkeydevicebound: 'fido2',
  passkeydeviceboundauthenticator: 'fido2',
  passkeydeviceboundwindowshello: 'windows-hello',
  macossecureenclavekey: 'platform-credential',
  certificate: 'certificate',
  x509certificate: 'certificate',
  temporaryaccesspass: 'temporary-pass',
}
