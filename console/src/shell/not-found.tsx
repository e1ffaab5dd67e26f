import { Link } from '@tanstack/react-router'
import { Page } from '../parts/page.tsx'

export function NotFound() {
  return (
    <main className="main">
      <Page title="There is no such page">
        <p>
          The address may be mistyped, or what it named is no longer there. <Link to="/">To the overview</Link>
        </p>
      </Page>
    </main>
  )
}
