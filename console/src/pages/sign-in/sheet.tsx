import type { ReactNode } from 'react'
import { useTitle } from '../../base/title.ts'
import icon from '../../shell/icon.svg'
import './sign-in.css'

/** The page before anybody is signed in: one thing to do, nothing else. */
export function Sheet({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useTitle(title)
  return (
    <main className="sheet">
      <p className="sheet-brand">
        <img src={icon} alt="" width="26" height="26" /> Gatehouse
      </p>
      <div className="card stack sheet-card">
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
