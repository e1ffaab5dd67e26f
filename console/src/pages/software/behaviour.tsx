import { useQuery } from '@tanstack/react-query'
import { number, plural, printable } from '../../../../src/base/text.ts'
import type { ReleaseBehaviour } from '../../../../src/contract/software.ts'
import { asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { EntityLink } from '../../parts/entity-link.tsx'
import { Scroll } from '../../parts/scroll.tsx'
import { Time } from '../../parts/time.tsx'

/** What a release does that the others do not: where its hosts go, counted beside those with another release and those without the product. */
export function Behaviour({ product, version }: { readonly product: string; readonly version: string }) {
  const behaviour = useQuery(asking('getReleaseBehaviour', { params: { id: product }, query: { version } }))
  return (
    <section className="card stack tight" aria-labelledby="behaviour">
      <Asked query={behaviour} what="Comparing where its hosts go">
        {(data) => (
          <>
            <h2 id="behaviour">{conclusionOf(data)}</h2>
            {data.with > 0 && (
              <p className="small faint prose">
                Counted, not judged: {plural(data.with, 'host')} with it, {number(data.older)} while they had another release, {number(data.without)} without
                the product. A new release may have new servers; the findings say where more speaks against one.
              </p>
            )}
            {data.items.length > 0 && <Destinations behaviour={data} />}
          </>
        )}
      </Asked>
    </section>
  )
}

function conclusionOf({ version, with: hosts, items }: ReleaseBehaviour): string {
  const name = printable(version, 60)
  if (hosts === 0) return `No host with ${name} is seen in traffic, so its behaviour is not known`
  if (items.length === 0) return `Hosts with ${name} go nowhere that others do not`
  const alone = items.filter(({ older, without }) => older + without === 0).length
  if (alone > 0) return `${plural(alone, 'destination')} only hosts with ${name} talk to`
  return `Hosts with ${name} talk more to ${plural(items.length, 'destination')} than others do`
}

function Destinations({ behaviour: { with: hosts, older, without, items } }: { readonly behaviour: ReleaseBehaviour }) {
  const share = (count: number, of: number) => (of === 0 ? 'none to compare' : `${number(count)} of ${number(of)}`)
  return (
    <Scroll label="Where its hosts go">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Destination</th>
            <th scope="col">Hosts with it</th>
            <th scope="col">With another release</th>
            <th scope="col">Without the product</th>
            <th scope="col">First</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.destination}>
              <th scope="row">
                <EntityLink entity={{ kind: 'destination', id: item.destination }} />
              </th>
              <td>{share(item.with, hosts)}</td>
              <td>{share(item.older, older)}</td>
              <td>{share(item.without, without)}</td>
              <td>
                <Time iso={item.first} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
