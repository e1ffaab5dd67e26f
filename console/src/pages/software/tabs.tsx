import { Link } from '@tanstack/react-router'

/** What is installed, and what was vetted before it is rolled out. */
export function SoftwareTabs() {
  return (
    <nav className="tabs" aria-label="Installed and vetted">
      <Link to="/software" activeOptions={{ exact: true, includeSearch: false }}>
        Installed
      </Link>
      <Link to="/software/vetted" activeOptions={{ exact: true, includeSearch: false }}>
        Vetted
      </Link>
    </nav>
  )
}
