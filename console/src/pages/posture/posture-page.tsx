import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Posture } from '../../../../src/contract/posture.ts'
import type { PosturePart } from '../../../../src/model/posture.ts'
import { asking } from '../../api/call.ts'
import { sentence } from '../../base/sentence.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { DataFigure } from '../../parts/figure/data-figure.tsx'
import { Page } from '../../parts/page.tsx'
import { ValueTable } from '../../parts/value-table.tsx'

/** Who can still get in with a password alone, and what is out of date. */
export function PosturePage() {
  const posture = useQuery(asking('getPosture', {}))
  return (
    <Page title="Posture" about="Who can get in with a password alone, and what is out of date">
      <Asked query={posture} what="Reading the posture">
        {(data) => <Parts posture={data} />}
      </Asked>
    </Page>
  )
}

function Parts({ posture: { parts, missing } }: { readonly posture: Posture }) {
  return (
    <>
      {parts.length === 0 && missing.length === 0 && (
        <Empty kind="no-evidence" title="Nothing was assessed yet that says how accounts and software stand">
          <Link to="/evidence">Give evidence</Link>
        </Empty>
      )}
      {parts.map((part) => (
        <Part key={part.name} part={part} />
      ))}
      {missing.map(({ title, needs }) => (
        <Empty key={title} kind="not-looked" title={title}>
          <p>It cannot be told without {needs}.</p>
          <p>
            <Link to="/evidence">Give it as evidence</Link>, or see what there is of{' '}
            <Link to="/evidence" search={{ part: 'feeds' }}>
              reference knowledge
            </Link>
            .
          </p>
        </Empty>
      ))}
    </>
  )
}

function Part({ part: { name, title, says, columns, rows, note, figure } }: { readonly part: PosturePart }) {
  return (
    <section id={name} className="card stack" aria-labelledby={`${name}-title`}>
      <h2 id={`${name}-title`}>{title}</h2>
      {figure?.title !== says.replace(/\.$/, '') && <p className="prose">{sentence(says)}</p>}
      {figure && <DataFigure figure={figure} />}
      {rows.length > 0 && <ValueTable title={title} columns={columns} rows={rows} />}
      {note !== undefined && <p className="small faint prose">{note}</p>}
    </section>
  )
}
