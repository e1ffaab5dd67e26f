import type { LoginSettings } from '../base/config.ts'
import { GatehouseError } from '../base/errors.ts'
import { Secrets } from '../state/secrets.ts'
import type { LoginOptions } from './login/options.ts'

/** What the login needs, from the settings and the secret that is kept for the identity provider. Throws CONFIG_INVALID. */
export async function loginOptions(settings: LoginSettings, open: Pick<LoginOptions, 'state' | 'keyring' | 'url'>): Promise<LoginOptions> {
  const { idleMinutes, absoluteHours, oidcIssuer, oidcClient, oidcName, oidcAmr, oidcAcr, oidcRole } = settings
  const options = { ...open, idleMinutes, absoluteHours }
  if (oidcIssuer === '') return options
  const clientSecret = await new Secrets(open.state, open.keyring).get('oidc')
  if (!URL.canParse(oidcIssuer) || oidcClient === '' || clientSecret === undefined) {
    throw new GatehouseError('CONFIG_INVALID', 'signing in with a provider needs login.oidcIssuer, login.oidcClient and its secret', {
      hint: 'Set the secret with gatehouse secret set oidc.',
    })
  }
  const provision = oidcRole === '' ? undefined : oidcRole
  return { ...options, oidc: { name: oidcName, issuer: new URL(oidcIssuer), clientId: oidcClient, clientSecret, amr: oidcAmr, acr: oidcAcr, provision } }
}
