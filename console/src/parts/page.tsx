import type { ReactNode } from 'react'
import { sentence } from '../base/sentence.ts'
import { useTitle } from '../base/title.ts'

interface PageProps {
  readonly title: string
  /** Said small beside the title. */
  readonly about?: ReactNode
  readonly children: ReactNode
}

/** A page: its title, in the tab too, and what stands below. */
export function Page({ title: given, about, children }: PageProps) {
  const title = sentence(given)
  useTitle(title)
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        {about !== undefined && <p className="small">{about}</p>}
      </header>
      {children}
    </div>
  )
}
