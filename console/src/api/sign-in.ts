import { queryClient } from './query-client.ts'
import { jsonOf, request } from './request.ts'
import { sessionQuery } from './session.ts'

async function post<T>(path: string, body: unknown = {}): Promise<T> {
  return await jsonOf<T>(await request({ method: 'POST', path: `/api/auth/${path}`, body }))
}

async function get<T>(path: string): Promise<T> {
  return await jsonOf<T>(await request({ method: 'GET', path: `/api/auth/${path}` }))
}

/** Every step changes the session: the page goes by what it says then. */
async function step(path: string, body: unknown = {}): Promise<void> {
  await post(path, body)
  await queryClient.refetchQueries({ queryKey: sessionQuery.queryKey })
}

export interface Invitation {
  readonly kind: 'set-up' | 'invitation' | 'reset'
  readonly name: string
  readonly email: string
  readonly expiresAt: string
}

/** What a one-time link is for. @throws ApiProblem 404 when it is used, expired or unknown */
export function lookAtInvitation(token: string): Promise<Invitation> {
  return post('invitation/look', { token })
}

export function acceptInvitation(accepted: {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly password: string
}): Promise<void> {
  return step('invitation/accept', accepted)
}

export function signIn(name: string, password: string): Promise<void> {
  return step('sign-in', { name, password })
}

export function showTotp(code: string): Promise<void> {
  return step('totp/verify', { code })
}

export function showRecoveryCode(code: string): Promise<void> {
  return step('recovery-codes/verify', { code })
}

/** A passkey that knows its person is both factors: works before a password and after it. */
export async function showPasskey(): Promise<void> {
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await get('passkey/generate-authenticate-options'))
  const credential = await navigator.credentials.get({ publicKey: options })
  if (credential instanceof PublicKeyCredential) await step('passkey/verify-authentication', { response: credential.toJSON() })
}

/** Leads to another house's sign-in; the browser leaves this page. */
export async function signInWith(provider: string): Promise<void> {
  const { url } = await post<{ url: string }>('sign-in/social', { provider, callbackURL: '/', errorCallbackURL: '/sign-in' })
  location.href = url
}

export async function signOut(): Promise<void> {
  await post('sign-out')
  // Nothing that was shown to this person stays for the next.
  location.href = '/sign-in'
}

export interface TotpSecret {
  readonly uri: string
  readonly secret: string
}

export function beginTotp(): Promise<TotpSecret> {
  return post('totp/enrol')
}

export function confirmTotp(code: string): Promise<void> {
  return step('totp/confirm', { code })
}

export function removeTotp(): Promise<void> {
  return step('totp/remove')
}

export async function addPasskey(name: string): Promise<void> {
  const options = PublicKeyCredential.parseCreationOptionsFromJSON(await get(`passkey/generate-register-options?name=${encodeURIComponent(name)}`))
  const credential = await navigator.credentials.create({ publicKey: options })
  if (credential instanceof PublicKeyCredential) await step('passkey/verify-registration', { response: credential.toJSON(), name })
}

export interface Passkey {
  readonly id: string
  readonly name: string | null
  readonly createdAt: string
  /** Whether it is kept in a password manager, and not on one device alone. */
  readonly backedUp: boolean
}

export function listPasskeys(): Promise<readonly Passkey[]> {
  return get('passkey/list-user-passkeys')
}

export function deletePasskey(id: string): Promise<void> {
  return step('passkey/delete-passkey', { id })
}

/** Ten codes that work once each; those before stop working. */
export async function renewRecoveryCodes(): Promise<readonly string[]> {
  return (await post<{ codes: readonly string[] }>('recovery-codes/renew')).codes
}

export function changePassword(current: string, next: string): Promise<void> {
  return step('password/change', { current, next })
}
