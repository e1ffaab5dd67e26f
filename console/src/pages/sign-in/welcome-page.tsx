import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { acceptInvitation, type Invitation, lookAtInvitation } from '../../api/sign-in.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Time } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Sheet } from './sheet.tsx'

/** The secret of the link, taken out of the address at once so that it stays in no history. */
function takeToken(): string {
  const token = decodeURIComponent(location.hash.slice(1))
  if (token !== '') history.replaceState(history.state, '', location.pathname)
  return token
}

const titles: Readonly<Record<Invitation['kind'], string>> = {
  'set-up': 'Set Gatehouse up',
  invitation: 'Welcome to Gatehouse',
  reset: 'Begin anew',
}

/** Where a one-time link leads: the first account, an invitation, or a new beginning. */
export function WelcomePage() {
  const [token] = useState(takeToken)
  const invitation = useQuery({ queryKey: ['invitation', token], queryFn: () => lookAtInvitation(token), enabled: token !== '', retry: false, gcTime: 0 })
  return (
    <Sheet title={invitation.data ? titles[invitation.data.kind] : 'One-time link'}>
      {token === '' ? (
        <p>
          This page needs the whole link, as it was printed or sent. <Link to="/sign-in">To the sign-in</Link>
        </p>
      ) : (
        <Asked query={invitation} what="Looking at the link">
          {(data) => <Accept token={token} invitation={data} />}
        </Asked>
      )}
    </Sheet>
  )
}

function Accept({ token, invitation }: { readonly token: string; readonly invitation: Invitation }) {
  const [name, setName] = useState(invitation.name)
  const [email, setEmail] = useState(invitation.email)
  const [password, setPassword] = useState('')
  const navigate = useNavigate()
  const act = useAct(async () => {
    await acceptInvitation({ token, name: name.trim(), email: email.trim(), password })
    await navigate({ to: '/sign-in', replace: true })
  })
  const isFirst = invitation.kind === 'set-up'
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <p>
        {isFirst ? 'The first account runs this Gatehouse and invites the others.' : `For ${invitation.name}, ${invitation.email}.`} The link works once, until{' '}
        <Time iso={invitation.expiresAt} zoned />.
      </p>
      {isFirst && (
        <>
          <TextInput
            label="Your name"
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
          <TextInput
            label="E-mail address"
            type="email"
            autoComplete="username"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            required
            withAsterisk={false}
          />
        </>
      )}
      <PasswordInput
        label="Password"
        description="15 characters or more. A few words that nobody would put together are good."
        autoComplete="new-password"
        minLength={15}
        maxLength={128}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      {act.error && <Trouble error={act.error} />}
      <Button type="submit" loading={act.busy}>
        Go on to the second factor
      </Button>
    </form>
  )
}
