import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answer, asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Time } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Once } from './once.tsx'

const roles = ['viewer', 'analyst', 'admin'] as const
type User = Answer<'listUsers'>['items'][number]

/** People who may sign in: invited by a link, never with a password that somebody else knows. */
export default function UsersPart() {
  const users = useQuery(asking('listUsers', {}))
  const [link, setLink] = useState<string>()
  return (
    <>
      <Invite show={setLink} />
      {link !== undefined && <Once says="Give this link to them. It works once and for a day." secret={link} />}
      <Asked query={users} what="Reading who may sign in">
        {({ items }) => (
          <section className="card scroll" aria-label="People">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Role</th>
                  <th scope="col">Second factors</th>
                  <th scope="col">Last signed in</th>
                  <th scope="col">
                    <span className="hidden">Change</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((user) => (
                  <UserLine key={user.id} user={user} show={setLink} />
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Asked>
    </>
  )
}

function Invite({ show }: { readonly show: (link: string) => void }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<User['role']>('analyst')
  const act = useAct(async () => {
    const { link } = await call('createUser', { body: { name: name.trim(), email: email.trim(), role } })
    show(link)
    setName('')
    setEmail('')
    await refresh('listUsers')
  })
  return (
    <form
      className="card setting-form"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <TextInput label="Name" size="sm" value={name} onChange={(event) => setName(event.currentTarget.value)} required withAsterisk={false} />
      <TextInput
        label="E-mail address"
        type="email"
        size="sm"
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        required
        withAsterisk={false}
      />
      <NativeSelect label="Role" size="sm" value={role} data={[...roles]} onChange={(event) => setRole(roles[event.currentTarget.selectedIndex] ?? 'viewer')} />
      <Button type="submit" size="sm" loading={act.busy}>
        Invite
      </Button>
      {act.error && <Trouble error={act.error} />}
    </form>
  )
}

function UserLine({ user: { id, name, email, role, disabled, factors, lastSignInAt }, show }: { readonly user: User; readonly show: (link: string) => void }) {
  const change = useAct(async (body: { role?: User['role']; disabled?: boolean }) => {
    await call('changeUser', { params: { id }, body })
    await refresh('listUsers')
  })
  const reset = useAct(async () => show((await call('resetUser', { params: { id } })).link))
  const error = change.error ?? reset.error
  return (
    <tr>
      <th scope="row">
        {name}
        <div className="small faint">{email}</div>
        {error && <Trouble error={error} />}
      </th>
      <td>
        <NativeSelect
          aria-label={`Role of ${name}`}
          size="xs"
          value={role}
          data={[...roles]}
          disabled={change.busy}
          onChange={(event) => change.run({ role: roles[event.currentTarget.selectedIndex] ?? role })}
        />
      </td>
      <td>{factors.length === 0 ? <span className="faint">none yet</span> : factors.join(', ')}</td>
      <td>{lastSignInAt === null ? <span className="faint">never</span> : <Time iso={lastSignInAt} />}</td>
      <td>
        <div className="row">
          <Button size="compact-xs" variant="default" loading={change.busy} onClick={() => change.run({ disabled: !disabled })}>
            {disabled ? 'Unlock' : 'Lock out'}
          </Button>
          <Button size="compact-xs" variant="default" loading={reset.busy} onClick={reset.run}>
            Begin anew
          </Button>
        </div>
      </td>
    </tr>
  )
}
