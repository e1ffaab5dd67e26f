import { ActionIcon, Button, Kbd } from '@mantine/core'
import IconKeyboard from '@tabler/icons-react/icons/IconKeyboard'
import IconMenu2 from '@tabler/icons-react/icons/IconMenu2'
import IconSearch from '@tabler/icons-react/icons/IconSearch'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { timeZone } from '../base/preferences.ts'
import { zoneName } from '../base/show-time.ts'
import icon from './icon.svg'
import { ThemeSwitch } from './theme-switch.tsx'

interface HeaderProps {
  readonly menuOpen: boolean
  readonly menuId: string
  readonly toggleMenu: () => void
  readonly search: () => void
  readonly help: () => void
  /** Who is signed in. */
  readonly children: ReactNode
}

export function Header({ menuOpen, menuId, toggleMenu, search, help, children }: HeaderProps) {
  return (
    <header className="header">
      <ActionIcon
        className="menu-button"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Pages"
        aria-expanded={menuOpen}
        aria-controls={menuId}
        onClick={toggleMenu}
      >
        <IconMenu2 size={20} aria-hidden="true" />
      </ActionIcon>
      <Link to="/" className="brand">
        <img src={icon} alt="" width="22" height="22" /> Gatehouse
      </Link>
      <Button className="search-button" variant="default" size="sm" onClick={search} leftSection={<IconSearch size={16} aria-hidden="true" />}>
        <span className="search-words">Search hosts, releases, incidents …</span>
        <Kbd size="xs">Ctrl K</Kbd>
      </Button>
      <div className="row header-tools">
        <ZoneSwitch />
        <ThemeSwitch />
        <ActionIcon className="help-button" variant="subtle" color="gray" size="lg" aria-label="Keyboard and help" onClick={help}>
          <IconKeyboard size={20} aria-hidden="true" />
        </ActionIcon>
        {children}
      </div>
    </header>
  )
}

function ZoneSwitch() {
  const zone = timeZone.use()
  const other = zone === 'utc' ? 'local' : 'utc'
  return (
    <Button
      className="zone-button"
      variant="subtle"
      color="gray"
      size="compact-md"
      aria-label={`Times are in ${zoneName(zone, new Date())}. Show them in ${other === 'utc' ? 'UTC' : 'local time'}`}
      onClick={() => timeZone.set(other)}
    >
      {zoneName(zone, new Date())}
    </Button>
  )
}
