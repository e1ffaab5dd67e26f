import { Link } from '@tanstack/react-router'

/** Hunting for what a warning names, and looking through the rows by hand. */
export function HuntTabs() {
  return (
    <nav className="tabs" aria-label="Ways to hunt">
      <Link to="/hunt" activeOptions={{ exact: true, includeSearch: false }}>
        Warnings
      </Link>
      <Link to="/hunt/rows" activeOptions={{ exact: true, includeSearch: false }}>
        Rows
      </Link>
    </nav>
  )
}
