/** Tables of who may enter. The first five have the columns that better-auth gives them: times are ISO 8601, flags 0 or 1. */
export interface LoginSchema {
  login_user: LoginUserRow
  login_session: LoginSessionRow
  login_account: LoginAccountRow
  login_verification: LoginVerificationRow
  login_passkey: LoginPasskeyRow
  login_totp: LoginTotpRow
  login_recovery_code: LoginRecoveryCodeRow
  login_attempt: LoginAttemptRow
  login_invitation: LoginInvitationRow
  login_key: LoginKeyRow
  audit: AuditRow
  secret: SecretRow
}

export interface LoginUserRow {
  id: string
  name: string
  /** Lower case. */
  email: string
  emailVerified: number
  image: string | null
  createdAt: string
  updatedAt: string
  role: string
  disabled: number
  lastSignInAt: string | null
}

export interface LoginSessionRow {
  id: string
  expiresAt: string
  token: string
  createdAt: string
  updatedAt: string
  ipAddress: string | null
  userAgent: string | null
  userId: string
  /** The second factor that was shown: totp, passkey, recovery-code or oidc; NULL while there was none. */
  factor: string | null
  factorAt: string | null
  /** When somebody came in; a new token for the same stay keeps it. */
  signedInAt: string
}

/** A way to sign in: `credential` (a password), or an identity provider. */
export interface LoginAccountRow {
  id: string
  accountId: string
  providerId: string
  userId: string
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  accessTokenExpiresAt: string | null
  refreshTokenExpiresAt: string | null
  scope: string | null
  /** scrypt, with its salt. */
  password: string | null
  createdAt: string
  updatedAt: string
}

/** Challenges that wait for their answer. */
export interface LoginVerificationRow {
  id: string
  identifier: string
  value: string
  expiresAt: string
  createdAt: string
  updatedAt: string
}

export interface LoginPasskeyRow {
  id: string
  name: string | null
  publicKey: string
  userId: string
  credentialID: string
  counter: number
  deviceType: string
  backedUp: number
  transports: string | null
  createdAt: string | null
  aaguid: string | null
}

export interface LoginTotpRow {
  user: string
  /** Sealed, bound to the user. */
  seed: string
  /** The newest time step of which a code was taken: none of it or before is taken again. */
  last_step: number
  /** NULL until a code of it was shown once. */
  confirmed_at: string | null
}

export interface LoginRecoveryCodeRow {
  user: string
  /** SHA-256 of the code, which is long enough at random to need no slow hash. */
  hash: string
  used_at: string | null
}

/** Failures in a row: of an account, or from a source. */
export interface LoginAttemptRow {
  kind: 'account' | 'source'
  key: string
  failures: number
  /** Milliseconds since 1970: the last of them. */
  since: number
}

/** A link that works once. */
export interface LoginInvitationRow {
  hash: string
  kind: 'set-up' | 'invitation' | 'reset'
  /** NULL: whoever comes first becomes the first admin. */
  user: string | null
  expires_at: string
}

export interface LoginKeyRow {
  id: string
  name: string
  /** The first characters, to tell it by. */
  start: string
  /** SHA-256 of the key, which is 256 random bits. */
  hash: string
  /** Separated by spaces. */
  scopes: string
  by: string
  created_at: string
  expires_at: string | null
  last_used_at: string | null
}

/** One act. Each record holds the hash over itself and the one before. */
export interface AuditRow {
  sequence: number
  at: string
  by: string
  action: string
  about: string
  says: string
  address: string
  hash: string
}

/** A secret that the service needs again, sealed. */
export interface SecretRow {
  name: string
  sealed: string
  at: string
}
