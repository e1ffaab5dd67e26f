import { useHotkeys } from '@mantine/hooks'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import { useEvents } from '../api/events.ts'
import { stepUp } from '../api/step-up.ts'
import { listenForShortcuts, useShortcuts } from '../base/shortcuts.ts'
import { destinations } from './destinations.ts'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import { Person } from './person.tsx'
import './shell.css'

const Search = lazy(() => import('./search.tsx').then(({ Search }) => ({ default: Search })))
const Help = lazy(() => import('./help.tsx').then(({ Help }) => ({ default: Help })))
const StepUp = lazy(() => import('../pages/sign-in/step-up.tsx').then(({ StepUp }) => ({ default: StepUp })))

/** What stands around every page: header, navigation, search, help, and what listens. */
export function Shell() {
  const [open, setOpen] = useState<'menu' | 'search' | 'help'>()
  const menuId = useId()
  const navigate = useNavigate()
  const stepUpAsked = stepUp.useIsAsked()
  const close = () => setOpen(undefined)
  const main = useRef<HTMLElement>(null)
  useFocusOnNewPage(main)
  useEvents()
  useEffect(listenForShortcuts, [])
  useHotkeys([['mod+K', () => setOpen('search')]], [])
  useShortcuts([
    { keys: '?', does: 'This help', run: () => setOpen('help') },
    { keys: '/', does: 'Search', run: () => setOpen('search') },
    ...destinations.map(({ key, name, to }) => ({ keys: `g ${key}`, does: `Go to ${name}`, run: () => void navigate({ to }) })),
  ])
  return (
    <div className={open === 'menu' ? 'shell menu-open' : 'shell'}>
      <a className="skip" href="#main">
        To the page
      </a>
      <Header
        menuOpen={open === 'menu'}
        menuId={menuId}
        toggleMenu={() => setOpen(open === 'menu' ? undefined : 'menu')}
        search={() => setOpen('search')}
        help={() => setOpen('help')}
      >
        <Person />
      </Header>
      <Navigation id={menuId} onGo={close} />
      <main id="main" className="main" ref={main} tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Suspense>
        {open === 'search' && <Search close={close} />}
        {open === 'help' && <Help opened close={close} />}
        {stepUpAsked && <StepUp />}
      </Suspense>
    </div>
  )
}

/** A new page begins at its beginning for those who hear it too; the first one keeps the focus where the browser has it. */
function useFocusOnNewPage(main: { readonly current: HTMLElement | null }): void {
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname, main])
}
