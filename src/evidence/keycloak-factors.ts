import type { FactorNames } from './factor-name.ts'

/** Types of credentials, and sub-types of one-time codes: https://www.keycloak.org/docs/latest/server_admin/#configuring-authentication_server_administration_guide */
export const keycloakFactors: FactorNames = {
  password: '',
  passwordhistory: '',
  secret: '',
  kerberos: '',
  otp: 'totp',
  totp: 'totp',
  hotp: 'totp',
  webauthn: 'fido2',
  webauthnpasswordless: 'passkey',
  recoveryauthncodes: 'recovery-code',
}
