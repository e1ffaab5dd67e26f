import { plural } from '../../../../src/base/text.ts'
import type { Hunt, HuntedProduct } from '../../../../src/model/hunt.ts'
import { sentence } from '../../base/sentence.ts'
import { EntityLink } from '../../parts/entity-link.tsx'
import { Scroll } from '../../parts/scroll.tsx'
import { Word } from '../../parts/word.tsx'

const most = 200

/** The products that the warning names, and which hosts have an affected version. */
export function HuntProducts({ products }: Pick<Hunt, 'products'>) {
  return (
    <section className="card stack" aria-labelledby="hunt-products">
      <h2 id="hunt-products">{plural(products.length, 'product')} that the warning names</h2>
      {products.map((product) => (
        <Product key={`${product.vendor}:${product.product}:${product.platform}`} product={product} />
      ))}
    </section>
  )
}

function Product({ product: { product, vendor, affected, word, says, installations, needs } }: { readonly product: HuntedProduct }) {
  return (
    <article className="stack tight">
      <div className="row">
        <Word>{word}</Word>
        <h3>{sentence(`${vendor} ${product}`)}</h3>
        <span className="small faint">affected: {sentence(affected)}</span>
      </div>
      <p className="prose">{sentence(says)}</p>
      {needs !== undefined && <p className="small faint">Needs {needs}</p>}
      {installations.length > 0 && (
        <details>
          <summary>{plural(installations.length, 'installation')}</summary>
          <Scroll label="Products">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">Host</th>
                  <th scope="col">Version</th>
                  <th scope="col">Is it affected?</th>
                  <th scope="col">Why</th>
                </tr>
              </thead>
              <tbody>
                {installations.slice(0, most).map(({ host, version, state, because, product: name }) => (
                  <tr key={`${host}:${name}:${version}`}>
                    <th scope="row">
                      <EntityLink entity={{ kind: 'host', id: host }} />
                    </th>
                    <td>{version === '' ? 'unknown' : sentence(version)}</td>
                    <td>{state}</td>
                    <td>{sentence(because)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {installations.length > most && <p className="small faint">and {plural(installations.length - most, 'more installation')}</p>}
        </details>
      )}
    </article>
  )
}
