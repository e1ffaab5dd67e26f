import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { plural } from '../../../../src/base/text.ts'
import type { Hunt } from '../../../../src/model/hunt.ts'
import { asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { Page } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import { VerdictBanner } from '../../parts/verdict.tsx'
import { HuntHosts } from './hunt-hosts.tsx'
import { HuntIndicators } from './hunt-indicators.tsx'
import { HuntLimits } from './hunt-limits.tsx'
import { HuntPatterns } from './hunt-patterns.tsx'
import { HuntProducts } from './hunt-products.tsx'
import './hunt.css'
import { sentence } from '../../base/sentence.ts'

const route = getRouteApi('/signed-in/hunt/$id')

/** The whole answer to a warning: hosts first, then what was met, then what could not be looked for. */
export function HuntPage() {
  const { id } = route.useParams()
  const hunt = useQuery(asking('getHunt', { params: { id } }))
  return (
    <Page
      title={hunt.data?.title ?? 'Hunt'}
      about={
        hunt.data && (
          <>
            answered <Time iso={hunt.data.at} zoned />
          </>
        )
      }
    >
      <Asked query={hunt} what="Reading the answer">
        {(data) => <Answer hunt={data} />}
      </Asked>
    </Page>
  )
}

function Answer({ hunt }: { readonly hunt: Hunt }) {
  return (
    <>
      <VerdictBanner verdict={hunt} />
      {hunt.hosts.length > 0 && <HuntHosts hosts={hunt.hosts} />}
      {hunt.ties.length > 0 && (
        <section className="card stack tight" aria-label="What only affected hosts talk to">
          <h2>What only hosts with an affected version talk to</h2>
          <ul>
            {hunt.ties.map(({ finding, title, hosts, contacts }) => (
              <li key={finding}>
                <Link to="/incidents/findings/$id" params={{ id: finding }}>
                  {sentence(title)}
                </Link>{' '}
                ({plural(hosts.length, 'host')}, {plural(contacts, 'contact')})
              </li>
            ))}
          </ul>
        </section>
      )}
      {hunt.products.length > 0 && <HuntProducts products={hunt.products} />}
      {hunt.indicators.length > 0 && <HuntIndicators indicators={hunt.indicators} />}
      {hunt.patterns.length > 0 && <HuntPatterns patterns={hunt.patterns} />}
      <HuntLimits hunt={hunt} />
    </>
  )
}
