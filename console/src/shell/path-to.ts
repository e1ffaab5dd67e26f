import type { SearchAnswer } from '../../../src/contract/entity.ts'

type Kind = SearchAnswer['items'][number]['kind']

/** Where something that has a name is shown. */
export function pathTo(kind: Kind, id: string): string {
  const name = encodeURIComponent(id)
  switch (kind) {
    case 'incident':
      return `/incidents/${name}`
    case 'finding':
      return `/incidents/findings/${name}`
    case 'hunt':
      return `/hunt/${name}`
    case 'vetting':
      return `/software/vetted/${name}`
    case 'query':
      return `/hunt/rows?saved=${name}`
    case 'source':
      return `/evidence?source=${name}`
    default:
      return `/entity/${kind}/${name}`
  }
}

/** Where what came of a job is shown: the service names it by the path of its API. Null where no page shows it. */
export function pageOf(leadsTo: string): { readonly to: string; readonly search?: { readonly part: string } } | null {
  if (leadsTo === '/') return { to: '/' }
  if (leadsTo === '/hunts') return { to: '/hunt' }
  if (leadsTo === '/feeds') return { to: '/evidence', search: { part: 'feeds' } }
  const [, kind, id] = /^\/(hunts|software\/vettings)\/([^/]+)$/.exec(leadsTo) ?? []
  if (kind === undefined || id === undefined) return null
  return { to: pathTo(kind === 'hunts' ? 'hunt' : 'vetting', id) }
}
