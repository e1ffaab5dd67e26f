import { addressOf } from '../credentials.ts'
import { Api, type Directory, listOf, nextLink, type Page, pick, type Stream } from '../directory.ts'
import { fixedToken } from '../token.ts'

/** https://docs.github.com/rest with a token that may read members and the audit log of the organisation. */
export const github: Directory = {
  name: 'github',
  title: 'GitHub',
  connect(credentials, options) {
    const base = addressOf(credentials.optional('GITHUB_API_URL') ?? 'https://api.github.com', 'GITHUB_API_URL')
    const headers = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }
    const api = new Api(base, fixedToken(credentials.required('GITHUB_TOKEN')), options, { headers })
    const organisation = credentials.required('GITHUB_ORG')
    return [members(api, organisation), auditLog(api, organisation)]
  },
}

/** Lists that together are the accounts: which, and as what. */
const roles = ['admin', 'member', 'outside_collaborator'] as const

function members(api: Api, organisation: string): Stream {
  const scope = 'read access to members (owners also see who has no second factor)'
  const org = encodeURIComponent(organisation)
  const listing = (role: string) =>
    role === 'outside_collaborator'
      ? api.url(`orgs/${org}/outside_collaborators`, { per_page: '100' })
      : api.url(`orgs/${org}/members`, { role, per_page: '100' })
  let facts: Promise<Facts> | undefined
  return {
    name: 'members',
    kind: 'accounts',
    scope,
    first: () => listing('admin'),
    async page(at, _, signal): Promise<Page> {
      facts ??= factsOf(api, org, signal)
      const { requirement, without } = await facts
      const { body, headers } = await api.get(at, scope, signal)
      const role = roleIn(at)
      const records = listOf(body).map((member) => ({
        ...pick(member, ['login', 'id', 'type', 'site_admin']),
        role,
        org: organisation,
        two_factor: without === undefined ? null : !without.has(String(member.login)),
        two_factor_requirement: requirement,
      }))
      const following = roles[roles.indexOf(role) + 1]
      const next = nextLink(headers) ?? (following === undefined ? undefined : listing(following))
      return { records, ...(next !== undefined && { next }) }
    },
  }
}

function roleIn(at: string): (typeof roles)[number] {
  const url = new URL(at)
  if (url.pathname.endsWith('/outside_collaborators')) return 'outside_collaborator'
  return url.searchParams.get('role') === 'admin' ? 'admin' : 'member'
}

interface Facts {
  /** The organisation demands a second factor; null where that is not told. */
  readonly requirement: boolean | null
  /** Who has none; undefined where only owners are told. */
  readonly without: ReadonlySet<string> | undefined
}

async function factsOf(api: Api, org: string, signal: AbortSignal): Promise<Facts> {
  const answer = await api.try(api.url(`orgs/${org}`), signal)
  const told = answer.status === 'ok' ? (answer.body as { two_factor_requirement_enabled?: unknown }).two_factor_requirement_enabled : null
  const without = new Set<string>()
  for (const list of ['members', 'outside_collaborators']) {
    let next: string | undefined = api.url(`orgs/${org}/${list}`, { filter: '2fa_disabled', per_page: '100' })
    while (next !== undefined) {
      const page = await api.try(next, signal)
      if (page.status !== 'ok') return { requirement: typeof told === 'boolean' ? told : null, without: undefined }
      for (const member of listOf(page.body)) without.add(String(member.login))
      next = nextLink(page.headers)
    }
  }
  return { requirement: typeof told === 'boolean' ? told : null, without }
}

function auditLog(api: Api, organisation: string): Stream {
  const scope = 'read access to the audit log (GitHub Enterprise Cloud)'
  return {
    name: 'audit-log',
    kind: 'events',
    scope,
    first: ({ since, until }) =>
      api.url(`orgs/${encodeURIComponent(organisation)}/audit-log`, {
        phrase: `created:${since.toISOString()}..${until.toISOString()}`,
        include: 'all',
        order: 'asc',
        per_page: '100',
      }),
    async page(at, { since, until }, signal) {
      const { body, headers } = await api.get(at, scope, signal)
      // Both ends of the phrase are included: what lies at the end is for the next run.
      const records = listOf(body).filter((entry) => {
        const time = Number(entry['@timestamp'] ?? entry.created_at)
        return Number.isNaN(time) || (time >= since.getTime() && time < until.getTime())
      })
      const next = nextLink(headers)
      return { records: records.map(({ hashed_token: _, ...entry }) => entry), ...(next !== undefined && { next }) }
    },
  }
}
