import { Button, Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { asking, call } from '../../api/call.ts'
import { refresh } from '../../api/refresh.ts'
import { useAct } from '../../parts/act.ts'
import { Asked } from '../../parts/asked.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Ago, Time } from '../../parts/time.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { Once } from './once.tsx'

const scopes = ['read', 'evidence:write', 'triage:write', 'jobs:write'] as const
type Scope = (typeof scopes)[number]

/** Keys for programs, each with the rights it needs and no more. */
export default function KeysPart() {
  const keys = useQuery(asking('listKeys', {}))
  const [secret, setSecret] = useState<string>()
  const revoke = useAct(async (id: string) => {
    await call('revokeKey', { params: { id } })
    await refresh('listKeys')
  })
  return (
    <>
      <NewKey show={setSecret} />
      {secret !== undefined && <Once says="The new key." secret={secret} />}
      {revoke.error && <Trouble error={revoke.error} />}
      <Asked query={keys} what="Reading the keys">
        {({ items }) =>
          items.length === 0 ? (
            <Empty kind="nothing-found" title="There are no service keys" />
          ) : (
            <ul className="plain-list stack tight">
              {items.map(({ id, name, start, scopes: own, by, expiresAt, lastUsedAt }) => (
                <li key={id} className="card row apart">
                  <div>
                    <strong>{name}</strong> <code>{start}…</code>
                    <p className="small faint">
                      {own.join(', ')} · by {by} · {lastUsedAt === null ? 'never used' : 'used '}
                      {lastUsedAt !== null && <Ago iso={lastUsedAt} />} · {expiresAt === null ? 'without end' : 'until '}
                      {expiresAt !== null && <Time iso={expiresAt} />}
                    </p>
                  </div>
                  <Button size="compact-sm" variant="default" loading={revoke.busy} onClick={() => revoke.run(id)}>
                    Take it away
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </>
  )
}

function NewKey({ show }: { readonly show: (secret: string) => void }) {
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<readonly Scope[]>(['evidence:write'])
  const [days, setDays] = useState('365')
  const act = useAct(async () => {
    const expiresInDays = Number.parseInt(days, 10)
    const { secret } = await call('createKey', { body: { name: name.trim(), scopes: [...chosen], ...(expiresInDays > 0 && { expiresInDays }) } })
    show(secret)
    setName('')
    await refresh('listKeys')
  })
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run()
      }}
    >
      <div className="setting-form">
        <TextInput label="What it is for" size="sm" value={name} onChange={(event) => setName(event.currentTarget.value)} required withAsterisk={false} />
        <TextInput label="Days it works" size="sm" inputMode="numeric" value={days} onChange={(event) => setDays(event.currentTarget.value)} />
      </div>
      <Checkbox.Group label="Rights" value={[...chosen]} onChange={(values) => setChosen(scopes.filter((scope) => values.includes(scope)))}>
        <div className="row">
          {scopes.map((scope) => (
            <Checkbox key={scope} value={scope} label={scope} size="xs" />
          ))}
        </div>
      </Checkbox.Group>
      {act.error && <Trouble error={act.error} />}
      <div>
        <Button type="submit" size="sm" loading={act.busy} disabled={chosen.length === 0}>
          Make a key
        </Button>
      </div>
    </form>
  )
}
