import { Link } from '@tanstack/react-router'

/** Incidents, and the findings that they are made of. */
export function IncidentTabs() {
  return (
    <nav className="tabs" aria-label="Incidents and findings">
      <Link to="/incidents" activeOptions={{ exact: true, includeSearch: false }}>
        Incidents
      </Link>
      <Link to="/incidents/findings" activeOptions={{ exact: true, includeSearch: false }}>
        All findings
      </Link>
    </nav>
  )
}
