import { Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { drawFigure } from '../../../../src/figures/draw.ts'
import type { Figure } from '../../../../src/model/figure.ts'
import type { PosturePart } from '../../../../src/model/posture.ts'
import { Picture } from '../../parts/figure/picture.tsx'

/** Each side of the posture as one small picture and its conclusion; the page has the tables. */
export function PostureMultiples({ parts }: { readonly parts: readonly PosturePart[] }) {
  return (
    <section className="stack tight" aria-labelledby="posture-now">
      <h2 id="posture-now">Posture</h2>
      <div className="columns">
        {parts.map((part) => (
          <article key={part.name} className="card stack tight">
            <h3>
              <Link to="/posture" hash={part.name}>
                {part.title}
              </Link>
            </h3>
            <p>{part.says}</p>
            {part.figure && <Small figure={part.figure} />}
          </article>
        ))}
      </div>
    </section>
  )
}

function Small({ figure }: { readonly figure: Figure }) {
  const draw = useCallback((width: number) => drawFigure(figure, { width }), [figure])
  return <Picture draw={draw} />
}
