import { Link } from '@tanstack/react-router'

interface PartTabsProps {
  readonly label: string
  readonly to: '/evidence' | '/settings'
  readonly parts: readonly { readonly part: string; readonly name: string }[]
  readonly chosen: string
}

/** The parts of a page; the address says which is open. */
export function PartTabs({ label, to, parts, chosen }: PartTabsProps) {
  return (
    <nav className="tabs" aria-label={label}>
      {parts.map(({ part, name }) => (
        <Link key={part} to={to} search={{ part }} className={part === chosen ? 'active' : ''} aria-current={part === chosen ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  )
}
