import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useCallback } from 'react'
import { drawReleaseTree, releaseTreeTable } from '../../../../src/figures/release-tree.ts'
import { countChanges, releaseTreeFigure } from '../../../../src/figures/release-tree-figure.ts'
import { type Answer, asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { FigureFrame } from '../../parts/figure/figure.tsx'
import { Page } from '../../parts/page.tsx'
import { Time } from '../../parts/time.tsx'
import '../../parts/verdict.css'
import { toneOf } from '../../parts/word.tsx'
import { Sides } from './sides.tsx'
import { VettingFacts } from './vetting-facts.tsx'
import { VettingLimits } from './vetting-limits.tsx'
import { meaningOf, nameOf } from './vetting-words.ts'
import './software.css'

const route = getRouteApi('/signed-in/software/vetted/$id')
const mostDrawn = 40

export type Vetting = Answer<'getVetting'>

/** The verdict on a release: the word, why, what changed in its bytes, who made it, and what could not be read. */
export function VettingPage() {
  const { id } = route.useParams()
  const vetting = useQuery(asking('getVetting', { params: { id } }))
  return (
    <Page
      title={vetting.data ? nameOf(vetting.data.release.identity) : 'Vetted release'}
      about={
        vetting.data && (
          <>
            vetted <Time iso={vetting.data.at} zoned />
          </>
        )
      }
    >
      <p>
        <Link to="/software/vetted">All vetted releases</Link>
      </p>
      <Asked query={vetting} what="Reading the verdict">
        {(data) => (
          <>
            <Verdict vetting={data} />
            <VettingFacts facts={data.facts} />
            {data.tree.length > 0 && (
              <section className="card">
                <ChangeTree vetting={data} />
              </section>
            )}
            <Sides vetting={data} />
            <VettingLimits vetting={data} />
          </>
        )}
      </Asked>
    </Page>
  )
}

const signs = { BLOCK: '◆', HOLD: '▲', ALLOW: '○' } as const

function Verdict({ vetting }: { readonly vetting: Vetting }) {
  const { word, conclusion, previous } = vetting
  return (
    <section className={`verdict tone-${toneOf(word)}`} aria-label="Verdict">
      <p className="verdict-word">
        <span aria-hidden="true">{signs[word]}</span> {word}
      </p>
      <div className="stack tight">
        <p className="verdict-sentence">{conclusion}</p>
        <p>
          {meaningOf(vetting)} {previous ? `Compared with ${nameOf(previous.identity)}.` : 'Compared with nothing: no release before it is known.'}
        </p>
      </div>
    </section>
  )
}

function ChangeTree({ vetting: { tree, release, previous } }: { readonly vetting: Vetting }) {
  const data = {
    tree,
    name: nameOf(release.identity),
    counts: countChanges(tree),
    ...(previous && { before: previous.identity.version ?? nameOf(previous.identity) }),
  }
  const figure = releaseTreeFigure(data, mostDrawn)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree is what the figure is made of, and it comes anew with each answer
  const draw = useCallback((width: number) => drawReleaseTree(figure, { width }), [tree])
  return (
    <FigureFrame
      title={figure.title}
      summary={figure.summary}
      draw={draw}
      table={(most) => releaseTreeTable(releaseTreeFigure(data, Math.min(most, 10_000)), most)}
      level={2}
    />
  )
}
