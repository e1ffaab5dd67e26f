import type { Row } from '../../model/tables.ts'
import { elements, members, textOf } from '../json-text.ts'

type Members = Readonly<Record<string, unknown>>

/** Steps of a flow that ask for a second factor. */
const codes = ['auth-otp-form', 'auth-recovery-authn-code-form']
const keys = ['webauthn-authenticator', 'webauthn-authenticator-passwordless', 'auth-x509-client-username-form']
/** Flows inside flows beyond this are not followed. */
const deepest = 10

/**
 * Whether the flow of browsers demands a second factor: only where every way through it has one. A step in a sub-flow that
 * depends on a condition, as Keycloak comes, asks those who have a factor and lets in those who have none.
 */
export function browserPolicy(realm: Members): Omit<Row<'access_policy'>, 'line'> | undefined {
  const browser = textOf(realm.browserFlow)
  const flows = new Map(
    elements(realm.authenticationFlows).flatMap((one) => {
      const flow = members(one)
      return flow ? [[textOf(flow.alias), flow] as const] : []
    }),
  )
  const flow = flows.get(browser)
  if (!flow) return undefined
  const demanded = demands(flow, flows, [...codes, ...keys], 0)
  return {
    directory: 'keycloak',
    policy: `Browser flow: ${browser}`,
    state: 'enabled',
    requires_mfa: demanded,
    phishing_resistant: demanded && demands(flow, flows, keys, 0),
    blocks: false,
    blocks_legacy: false,
    includes: ['All'],
    excludes: [],
    applications: ['All'],
    clients: ['browser'],
  }
}

function demands(flow: Members, flows: ReadonlyMap<string, Members>, wanted: readonly string[], depth: number): boolean {
  const steps = elements(flow.authenticationExecutions)
    .map(members)
    .filter((step) => step !== undefined)
  const asks = (step: Members): boolean => {
    if (wanted.includes(textOf(step.authenticator))) return true
    const inner = flows.get(textOf(step.flowAlias))
    return inner !== undefined && depth < deepest && demands(inner, flows, wanted, depth + 1)
  }
  const required = steps.filter((step) => textOf(step.requirement) === 'REQUIRED')
  if (required.length > 0) return required.some(asks)
  // One of the alternatives is enough to get in; a cookie is the session of an earlier sign-in.
  const alternatives = steps.filter((step) => textOf(step.requirement) === 'ALTERNATIVE' && textOf(step.authenticator) !== 'auth-cookie')
  return alternatives.length > 0 && alternatives.every(asks)
}
