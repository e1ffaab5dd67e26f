import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { plural } from '../../../../src/base/text.ts'
import { type Answer, asking } from '../../api/call.ts'
import { Asked } from '../../parts/asked.tsx'
import { Word } from '../../parts/word.tsx'

type Analysis = Answer<'listAnalyses'>['items'][number]

/** Every analysis: what it looks for, how it ended, and what it lacks where it could not look. */
export function AnalysesPart() {
  const analyses = useQuery(asking('listAnalyses', {}))
  return (
    <Asked query={analyses} what="Reading the analyses">
      {({ items }) => (
        <ul className="plain-list stack tight">
          {items.map((analysis) => (
            <AnalysisCard key={analysis.name} analysis={analysis} />
          ))}
        </ul>
      )}
    </Asked>
  )
}

function AnalysisCard({ analysis: { name, title, looksFor, techniques, needs, betterWith, status } }: { readonly analysis: Analysis }) {
  return (
    <li id={name} className="card stack tight">
      <div className="row apart">
        <h2>{title}</h2>
        <div className="row">
          {status === null ? (
            <Word>not run yet</Word>
          ) : status.outcome === 'succeeded' ? (
            <span className="small faint">done</span>
          ) : (
            <Word>{status.outcome}</Word>
          )}
          {status && status.findings > 0 && (
            <Link to="/incidents/findings" search={{ analysis: name }}>
              {plural(status.findings, 'finding')}
            </Link>
          )}
        </div>
      </div>
      <p className="prose">{looksFor}</p>
      {status?.reason !== undefined && (
        <p className="prose">
          <strong>{status.outcome === 'skipped' ? 'It could not look: ' : 'Because: '}</strong>
          {status.reason}
        </p>
      )}
      <p className="small faint">
        Needs {needs.join(', ') || 'nothing'}
        {betterWith.length > 0 && `; better with ${betterWith.join(', ')}`}
        {techniques.length > 0 && ` · ATT&CK ${techniques.join(', ')}`}
        {status && ` · took ${status.seconds.toFixed(1)} s`}
      </p>
    </li>
  )
}
