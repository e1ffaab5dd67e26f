import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Session } from '../../../../src/contract/session.ts'
import { needsRecoveryCodes, sessionQuery } from '../../api/session.ts'
import { Asked } from '../../parts/asked.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { Enrol } from './enrol.tsx'
import { PasswordForm } from './password-form.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SecondFactor } from './second-factor.tsx'
import { Sheet } from './sheet.tsx'

const route = getRouteApi('/sign-in')

const titles: Readonly<Record<Session['state'], string>> = {
  'set-up': 'Set Gatehouse up first',
  'sign-in': 'Sign in',
  'second-factor': 'Show your second factor',
  enrol: 'Set up a second factor',
  open: 'Keep your recovery codes',
}

/** From nobody to a person with two factors: the session says which step is next. */
export function SignInPage() {
  const session = useQuery({ ...sessionQuery, refetchOnMount: 'always' })
  return (
    <Sheet title={titles[session.data?.state ?? 'sign-in']}>
      <Asked query={session} what="Asking the service">
        {(data) => <Step session={data} />}
      </Asked>
    </Sheet>
  )
}

function Step({ session }: { readonly session: Session }) {
  const { next = '/', error } = route.useSearch()
  switch (session.state) {
    case 'set-up':
      return <p>Nobody has an account yet. The service has printed a link where it was started: open that link, it works once.</p>
    case 'sign-in':
      return <PasswordForm providers={session.providers} refused={error} />
    case 'second-factor':
      return <SecondFactor factors={session.user?.factors ?? []} />
    case 'enrol':
      return <Enrol name={session.user?.name ?? ''} />
    case 'open':
      return needsRecoveryCodes(session) ? <RecoveryCodes /> : <GoOn to={localPath(next)} />
  }
}

function GoOn({ to }: { readonly to: string }) {
  const navigate = useNavigate()
  useEffect(() => void navigate({ href: to, replace: true }), [navigate, to])
  return <Waiting what="Opening" />
}

/** Only paths of the console itself: an address that leads elsewhere is somebody's trick. */
function localPath(next: string): string {
  return next.startsWith('/') && !next.startsWith('//') && !next.includes('\\') ? next : '/'
}
