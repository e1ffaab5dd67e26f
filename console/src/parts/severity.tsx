import { severityNames } from '../../../src/model/finding.ts'
import './severity.css'

/** Disc, square, triangle, diamond: the shape says it where the colour does not. */
const shapes = [
  'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0 -9zm0 1.6a2.9 2.9 0 1 1 0 5.8a2.9 2.9 0 1 1 0 -5.8z',
  'M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0 -9z',
  'M2.5 2.5h9v9h-9z',
  'M7 1.5l6 11h-12z',
  'M7 .5l6.5 6.5l-6.5 6.5l-6.5 -6.5z',
] as const

/** How grave something is: shape, word and colour. `brief` keeps the word for readers that do not see. */
export function SeverityMark({ severity, brief = false }: { readonly severity: number; readonly brief?: boolean }) {
  const name = severityNames[severity - 1] ?? 'information'
  return (
    <span className={`severity severity-${severity}`}>
      <svg viewBox="0 0 14 14" width="12" height="12" aria-hidden="true">
        <path d={shapes[severity - 1] ?? shapes[0]} fill="currentColor" fillRule="evenodd" />
      </svg>
      <span className={brief ? 'hidden' : ''}>{name}</span>
    </span>
  )
}
