import { Link } from '@tanstack/react-router'
import { destinations } from './destinations.ts'

/** The seven pages. */
export function Navigation({ id, onGo }: { readonly id: string; readonly onGo: () => void }) {
  return (
    <nav id={id} className="navigation" aria-label="Pages">
      <ul className="plain-list">
        {destinations.map(({ to, name, icon: Icon }) => (
          <li key={to}>
            <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} onClick={onGo}>
              <Icon size={19} stroke={1.7} aria-hidden="true" />
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
