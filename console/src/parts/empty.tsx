import type { ReactNode } from 'react'
import './empty.css'

/**
 * Why there is nothing to see. The three are not the same: nothing was given, nothing was found in what was given, or it was not looked
 * for since something is missing.
 */
export type Emptiness = 'no-evidence' | 'nothing-found' | 'not-looked' | 'no-match'

const marks: Readonly<Record<Emptiness, string>> = {
  'no-evidence': 'No evidence',
  'nothing-found': 'Nothing found',
  'not-looked': 'Not looked for',
  'no-match': 'No match',
}

interface EmptyProps {
  readonly kind: Emptiness
  readonly title: string
  /** What to do about it. */
  readonly children?: ReactNode
}

export function Empty({ kind, title, children }: EmptyProps) {
  return (
    <div className={`empty empty-${kind}`}>
      <p className="empty-kind">{marks[kind]}</p>
      <p className="empty-title">{title}</p>
      {children && <div className="stack tight">{children}</div>}
    </div>
  )
}
